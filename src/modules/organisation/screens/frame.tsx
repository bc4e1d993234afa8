import { type Actor, may } from '../../../access/index.ts'
import { Tabs } from '../../../web/index.ts'

/** The settings' own tabs; only those that the person may open. */
export const SettingsTabs = ({ current, actor }: { current: 'staff' | 'signIn' | 'own'; actor: Actor }) => (
  <Tabs
    label="Inställningar"
    tabs={[
      { href: '/installningar/riktlinje', text: 'Riktlinje' },
      { href: '/installningar/plattformar', text: 'Plattformar' },
      ...(may(actor, 'staff.read')
        ? [{ href: '/installningar/medarbetare', text: 'Medarbetare', current: current === 'staff' }]
        : []),
      ...(may(actor, 'identity.administer', {})
        ? [{ href: '/installningar/inloggning', text: 'Inloggning', current: current === 'signIn' }]
        : []),
      { href: '/installningar/mig', text: 'Dina nycklar', current: current === 'own' },
      { href: '/installningar/notiser', text: 'Notiser' },
    ]}
  />
)
