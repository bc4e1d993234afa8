import { z } from 'zod'
import steps from '../../../rulebook/staff-safety/steps.json' with { type: 'json' }
import type { Content, Entry, Member, Step } from './types.ts'

/** The steps of support, in the order they are taken. A faulty file stops the program. */
export const supportSteps: readonly Step[] = z
  .array(z.object({ id: z.string().regex(/^[a-z]+$/), title: z.string().min(1), detail: z.string().min(1) }))
  .parse(steps)

type StepContent = Extract<Content, { kind: 'step' }>

/** Each step with what was last said of it. @param entries the oldest first */
export const stepsWith = (
  entries: readonly Entry[],
): readonly {
  readonly step: Step
  readonly last: (Entry & { readonly content: StepContent }) | undefined
}[] =>
  supportSteps.map((step) => ({
    step,
    last: entries.findLast(
      (entry): entry is Entry & { readonly content: StepContent } =>
        entry.content.kind === 'step' && entry.content.step === step.id,
    ),
  }))

/** Only then is the room seen: both the manager and the employee have said yes. */
export const isInside = ({ managerYesAt, employeeYesAt }: Pick<Member, 'managerYesAt' | 'employeeYesAt'>) =>
  managerYesAt !== null && employeeYesAt !== null

/** Binds what is encrypted to its one place. */
export const cipherContext = (municipalityId: number, roomId: string, entryId = 'room'): string =>
  `staffSafety/${municipalityId}/${roomId}/${entryId}`
