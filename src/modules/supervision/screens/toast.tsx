import type { Actor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import { asId, type TaskId } from '../../../kernel/index.ts'
import { Button, countText, Form, Toast, type WebContext } from '../../../web/index.ts'
import { requireTask, type Task } from '../../tasks/index.ts'
import { actHref, asked, type QueueAddress } from './address.ts'
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
    ? await withMunicipality(house.db, actor.municipalityId, (tx) =>
        requireTask(tx, actor, leftId, 'tasks.read'),
      )
    : undefined
  const count = Number(asked(c, 'antal'))
  const passedOver = Number(asked(c, 'forbi'))
  const several =
    Number.isSafeInteger(count) && asked(c, 'antal') !== ''
      ? `${countText(count, 'ärende', 'ärenden')} ${asked(c, 'gjort') === 'lat' ? 'fick stå' : 'tilldelade'}.${
          passedOver > 0 ? ` ${passedOver} hade en kollega redan avslutat.` : ''
        }`
      : undefined
  return {
    left: left?.outcome === 'left' ? left : undefined,
    text: sentences[asked(c, 'gjort')] ?? several,
  }
}

export const ToldToast = ({ told, address }: { told: Told; address: QueueAddress }) => {
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
