import type { Actor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import { asId, type TaskId } from '../../../kernel/index.ts'
import { asked, Button, countText, Form, Toast, type WebContext } from '../../../web/index.ts'
import { endedText, requireTask, type Task } from '../../tasks/index.ts'
import { actHref, type QueueAddress } from './address.ts'
import type { Deps } from './deps.ts'

/** What an address can say has happened; each is checked against how things are before it is told. */
export interface Told {
  readonly left: Task | undefined
  readonly text: string | undefined
}

const sentences: Readonly<Record<string, string>> = {
  markt: 'Bilden är märkt. Kommer den igen, på något av era konton, sägs det till.',
  tilldelad: 'Ärendet är tilldelat.',
  undanlagd: 'Ärendet är undanlagt.',
  anteckning: 'Anteckningen är sparad.',
  provat: 'Beslutet är sparat, och avsändaren kan läsa det.',
  fyraogon: 'Ditt svar är sparat.',
  svarat: 'Ärendet är avslutat, och de som anmälde kan läsa svaret.',
  upptagen: 'Ärendet ligger i kön igen.',
  bekraftad: 'Åtgärden är bekräftad och beviset sparat.',
  forklarad: 'Förklaringen är sparad.',
}

/** What has just been done, from the page's own address: 303 and a fresh page, so that nothing is sent twice. */
export async function toldBy(c: WebContext, actor: Actor, { house }: Deps): Promise<Told> {
  const leftId = asId<TaskId>(asked(c, 'lat'))
  const left = leftId
    ? await withMunicipality(house.db, actor.municipalityId, async (tx) => {
        const task = await requireTask(tx, actor, leftId, 'tasks.read')
        const ended = task.doneAt && (await endedText(tx, actor, task, house.clock.now()))
        return { task, ended: ended ?? undefined }
      })
    : undefined
  const isOwn = left?.task.outcome === 'left' && left.task.doneBy === actor.staffId
  return {
    left: isOwn ? left?.task : undefined,
    text: left?.ended
      ? `${left.ended} Det var före dig, så inget mer är gjort.`
      : (sentences[asked(c, 'gjort')] ?? severalText(c)),
  }
}

/** What was done with several: the one, the many, and what became of the others. */
const several: Readonly<Record<string, readonly [one: string, many: string, others: string]>> = {
  lat: ['ärende fick stå', 'ärenden fick stå', 'hade en kollega redan avslutat'],
  tilldela: ['ärende är tilldelat', 'ärenden är tilldelade', 'hade en kollega redan avslutat'],
  godkant: [
    'åtgärd är godkänd',
    'åtgärder är godkända',
    'gick inte att godkänna. Öppna ärendet och läs varför',
  ],
  nekat: ['åtgärd fick nej', 'åtgärder fick nej', 'hade redan fått svar'],
}

function severalText(c: WebContext): string | undefined {
  const [count, passedOver] = [Number(asked(c, 'antal')), Number(asked(c, 'forbi'))]
  const words = several[asked(c, 'gjort')]
  if (!words || asked(c, 'antal') === '' || !Number.isSafeInteger(count)) return undefined
  const [one, many, others] = words
  return `${countText(count, one, many)}.${passedOver > 0 ? ` ${passedOver} ${others}.` : ''}`
}

export const ToldToast = ({ told, address }: { told: Told; address: Partial<QueueAddress> }) => {
  if (told.left)
    return (
      <Toast text="Det fick stå.">
        <Form action={actHref(address, told.left.taskId, 'ta-upp')}>
          <Button>Ångra</Button>
        </Form>
      </Toast>
    )
  return told.text ? <Toast text={told.text} /> : null
}
