import type { Child } from 'hono/jsx'
import { Button } from '../atoms/button.tsx'
import { Form } from './form.tsx'

interface PasskeyFormProps {
  kind: 'authenticate' | 'register'
  /** Where the options come from: POST, JSON as @simplewebauthn/server makes them. */
  options: string
  /** Where the browser's answer goes: a form with the field "svar" (JSON). */
  action: string
  children: Child
}

/** Sign-in by a key in the phone or computer. Hidden where there is no script, for then there are no passkeys. */
export const PasskeyForm = ({ kind, options, action, children }: PasskeyFormProps) => (
  <Form action={action} hidden extra={{ 'data-passkey': kind, 'data-options': options }}>
    <Button block icon="key">
      {children}
    </Button>
    <p class="err-msg mt1" role="alert" data-passkey-fel="" />
  </Form>
)
