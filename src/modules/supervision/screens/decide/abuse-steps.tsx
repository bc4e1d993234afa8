import type { Child } from 'hono/jsx'
import type { StaffId } from '../../../../kernel/index.ts'
import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  LinkButton,
  Panel,
  Textarea,
  Timeline,
  When,
} from '../../../../web/index.ts'
import { type AbuseCase, isModeration } from '../../../measures/index.ts'
import type { OpenedItem } from '../../service/item.ts'
import { actHref } from '../address.ts'
import type { Suspicion } from './abuse-mark.tsx'

const copiesText = {
  destroyed: 'Förstörda hos oss. Kontrollsummorna är det som är kvar.',
  kept: 'Finns kvar hos oss, spärrade. En jurist har godkänt det.',
  none: 'Vi hade inga bilder eller filmer.',
} as const

/** What has been done, what is left, and what the police are told. */
export const UnderWay = (about: Suspicion & { abuse: AbuseCase; state: FormState }) => {
  const { abuse, names, item } = about
  const told = abuse.steps.find(({ kind }) => kind === 'policeTold')
  const { facts } = abuse
  const nameOf = (id: StaffId) => names.get(id) ?? 'En kollega'
  return (
    <>
      <Panel id="h-steg" title="Stegen">
        <Timeline
          moments={[
            {
              kind: 'seal',
              icon: 'lock',
              what: `${nameOf(abuse.staffId)} spärrade innehållet`,
              detail: <When at={abuse.at} first />,
            },
            orderMoment(item, abuse),
            ...abuse.steps.map((step) => ({
              kind: 'ok' as const,
              icon: step.kind === 'policeTold' ? ('police' as const) : ('eye' as const),
              what: step.kind === 'policeTold' ? 'Polisen är underrättad' : 'Har sett innehållet',
              detail: (
                <>
                  {step.detail} · {nameOf(step.staffId)}, <When at={step.at} />
                </>
              ),
            })),
            ...(told
              ? []
              : [
                  {
                    kind: 'next' as const,
                    icon: 'police' as const,
                    what: <b>Ring polisen, 114 14, eller 112 om det är bråttom</b>,
                    detail: 'Läs upp uppgifterna nedan. Skriv in numret du får.',
                  },
                ]),
          ]}
        />
        <Again {...about} />
      </Panel>
      <StepForm {...about} />
      <Panel id="h-fakta" title="Uppgifter till polisen" aside={<span class="meta">Förseglade</span>}>
        <Facts
          layout="stacked"
          facts={[
            ['Plattform och konto', `${facts.platform}, ${facts.account}`],
            [
              'Adress, öppna den inte',
              facts.address ? <span class="mono s written">{facts.address}</span> : 'Plattformen ger ingen',
            ],
            [
              'Avsändare',
              [facts.author, facts.authorId].filter(Boolean).join(', ') || 'Plattformen säger inte vem',
            ],
            ['Publicerat', <When at={new Date(facts.publishedAt)} first />],
            ['Hämtat av oss', <When at={new Date(facts.collectedAt)} first />],
            ['Bilder och filmer', copiesText[facts.copies]],
            ...facts.media.map(({ name, bytes, sha256 }): [string, Child] => [
              `${name}, ${bytes} byte`,
              <span class="mono s written">SHA-256 {sha256}</span>,
            ]),
          ]}
        />
      </Panel>
    </>
  )
}

const orderMoment = ({ history }: OpenedItem, { measureId }: AbuseCase) => {
  const first = history.findIndex(({ measure }) => measure.measureId === measureId)
  const order = first < 0 ? undefined : history.slice(first).findLast(({ measure }) => isModeration(measure))
  const state = order?.measure.state ?? (measureId ? 'requested' : undefined)
  const words: Partial<Record<NonNullable<typeof state>, string>> = {
    done: 'Plattformen visar det inte längre',
    byHand: 'Plattformen tar inte emot ordern. Ta bort det för hand',
    refused: `Plattformen tog inte emot ordern. ${order?.measure.detail ?? ''}`,
    overtaken: 'Det var redan borta från plattformen',
  }
  if (!state)
    return { kind: 'ok' as const, icon: 'dash' as const, what: 'Det fanns inget att ta bort på plattformen' }
  return {
    kind:
      state === 'done' || state === 'overtaken'
        ? ('ok' as const)
        : state === 'refused'
          ? ('warn' as const)
          : ('next' as const),
    icon: 'send' as const,
    what: words[state] ?? 'Ordern är på väg till plattformen',
  }
}

/** By hand, or once more: what is left to do at the platform. */
const Again = ({ opened, item, address }: Suspicion) => {
  const last = item.history.at(-1)?.measure
  if (last?.state === 'byHand')
    return (
      <p>
        <LinkButton small icon="hand" href={actHref(address, opened.task.taskId, 'for-hand')} dialog>
          Så gör du för hand, och bekräfta
        </LinkButton>
      </p>
    )
  if (last?.state !== 'refused') return null
  return (
    <Form action={actHref(address, opened.task.taskId, 'overgrepp/steg')}>
      <input type="hidden" name="steg" value="order" />
      <Button small icon="send">
        Skicka ordern en gång till
      </Button>
    </Form>
  )
}

const choices = [
  {
    value: 'policeTold',
    text: 'Polisen är underrättad',
    detail: 'Skriv hur (telefon eller tips), när och vilket nummer du fick.',
  },
  {
    value: 'seenBy',
    text: 'Någon har sett innehållet',
    detail: 'Skriv vem och när. Erbjud stöd genom chefen.',
  },
] as const

const lift = {
  value: 'lifted',
  text: 'Det var något annat: häv spärren',
  detail: 'Texten visas igen. Bilder som är förstörda kommer inte tillbaka. Skriv vem som har bedömt det.',
} as const

const StepForm = ({ opened, address, mayLift, state }: Suspicion & { state: FormState }) => (
  <Form action={actHref(address, opened.task.taskId, 'overgrepp/steg')} class="stack" label="Nytt steg">
    <ErrorSummary state={state} />
    <Panel id="h-nytt" title="Skriv in ett steg">
      <Choices
        kind="radio"
        name="steg"
        legend="Vad har hänt?"
        choices={mayLift ? [...choices, lift] : choices}
        framed
        state={state}
      />
      <Textarea name="text" label="Beskriv" hint="Förseglas. Beskriv inte bilden." rows={3} state={state} />
      <p>
        <Button kind="primary">Spara steget</Button>
      </p>
    </Panel>
  </Form>
)
