import {
  Button,
  type Column,
  countText,
  Empty,
  Field,
  type FormState,
  Head,
  LinkButton,
  numberText,
  Panel,
  Select,
  State,
  Table,
  Tasks,
  useRendering,
  When,
} from '../../../web/index.ts'
import { isLate } from '../rules.ts'
import type { DiaryPage } from '../service/read.ts'
import type { ListedEntry } from '../types.ts'
import { agoText, cameText, dayWord, partyText, SecrecyState, secrecyCodes, secrecyText } from './words.tsx'

interface DiaryProps {
  diary: DiaryPage
  state: FormState
  /** Ways out of the list, with the filter as it is. */
  hrefs: { readonly csv: string; readonly open: string; readonly older: string | undefined }
  /** Whether anything narrows the list. */
  chosen: boolean
  may: { readonly register: boolean; readonly series: boolean }
}

/** What must be registered today, and what is. */
export const DiaryScreen = (props: DiaryProps) => {
  const { diary, may, hrefs } = props
  return (
    <>
      <Head title="Diarium" sub={<Situation {...props} />}>
        <LinkButton icon="print" href={hrefs.open}>
          Lista för den som frågar
        </LinkButton>
        <LinkButton icon="down2" href={hrefs.csv}>
          Kalkylblad
        </LinkButton>
        {may.series && (
          <LinkButton icon="gear" href="/diarium/serier">
            Serier
          </LinkButton>
        )}
      </Head>
      <div class="stack mt4">
        {diary.waiting.length > 0 && <Waiting diary={diary} register={may.register} />}
        <Registered {...props} />
      </div>
    </>
  )
}

const Situation = ({ diary: { waiting, officeHours }, may }: DiaryProps) => {
  const { now } = useRendering()
  if (waiting.length === 0) return <>Inget väntar på att diarieföras.</>
  const late = waiting.filter(({ proposedAt }) => isLate(proposedAt, officeHours, now)).length
  const whom = may.register ? 'på dig' : 'på registratorn'
  return (
    <>
      {`${countText(waiting.length, 'handling', 'handlingar')} väntar ${whom}.`}
      {late > 0 && ` ${numberText(late)} har väntat mer än en arbetsdag.`}
    </>
  )
}

const Waiting = ({ diary, register }: { diary: DiaryPage; register: boolean }) => {
  const { now } = useRendering()
  const { waiting, officeHours } = diary
  return (
    <Panel
      id="h-vantar"
      title="Väntar på registrator"
      aside={
        <span class="meta">
          {register ? 'Förslag av den som åtgärdade. Du avgör.' : 'Registreras så snart de har kommit in.'}
        </span>
      }
      flush
    >
      <Tasks
        tasks={waiting.map((entry) => ({
          href: `/diarium/${entry.entryId}`,
          title: entry.matter,
          tone: entry.secrecy === 'no' ? 'info' : 'seal',
          icon: entry.secrecy === 'no' ? 'book' : 'lock',
          detail: [
            `${cameText(entry.direction)} för ${agoText(entry.since, now)} sedan`,
            entry.counterpart && `${partyText(entry.direction).toLowerCase()} ${entry.counterpart}`,
            entry.committee,
            entry.secrecy === 'yes' && 'sekretess',
            entry.secrecy === 'unknown' && 'sekretess ska prövas',
          ]
            .filter(Boolean)
            .join(' · '),
          due: isLate(entry.proposedAt, officeHours, now) ? (
            <State tone="bad" icon="clock">
              Har väntat {agoText(entry.proposedAt, now)}
            </State>
          ) : (
            <State tone="quiet" icon="clock">
              Väntat {agoText(entry.proposedAt, now)}
            </State>
          ),
        }))}
      />
    </Panel>
  )
}

const Day = ({ entry }: { entry: ListedEntry }) => {
  const { now } = useRendering()
  return <>{dayWord(entry.day, now)}</>
}

const columns: readonly Column<ListedEntry>[] = [
  {
    key: 'number',
    title: 'Nummer',
    names: true,
    cell: (entry) => (
      <a class="nowrap" href={`/diarium/${entry.entryId}`}>
        {entry.number}
      </a>
    ),
  },
  {
    key: 'matter',
    title: 'Gäller',
    cell: (entry) => (
      <>
        {entry.matter}
        <small>{countText(entry.records, 'handling', 'handlingar')}</small>
      </>
    ),
  },
  {
    key: 'day',
    title: 'Dag',
    cell: (entry) => (
      <>
        {cameText(entry.direction)} <Day entry={entry} />
      </>
    ),
  },
  {
    key: 'counterpart',
    title: 'Från eller till',
    cell: (entry) => entry.counterpart || 'Inte känt',
  },
  { key: 'committee', title: 'Nämnd', cell: ({ committee }) => committee },
  { key: 'secrecy', title: 'Sekretess', cell: (entry) => <SecrecyState entry={entry} /> },
  {
    key: 'settled',
    title: 'Diarieförd',
    optional: true,
    cell: ({ settledAt }) => settledAt && <When at={settledAt} />,
  },
]

const Registered = ({ diary, state, hrefs, chosen }: DiaryProps) => (
  <Panel id="h-forda" title="Diariefört" flush footer={hrefs.older && <Older href={hrefs.older} />}>
    <Filter state={state} committees={diary.committees} chosen={chosen} />
    {diary.entries.length === 0 ? (
      <Empty
        kind={chosen ? 'noHits' : 'notBegun'}
        title={chosen ? 'Ingen post stämmer' : 'Inget är diariefört ännu'}
        level={3}
      >
        <p>
          {chosen ? (
            <>
              Pröva färre val, eller en längre tid. <a href="/diarium">Visa allt</a>
            </>
          ) : (
            'Välj Till diariet på ett inlägg i kön, på en handling eller på en fråga.'
          )}
        </p>
      </Empty>
    ) : (
      <Table
        caption="Diarieförda handlingar, senast diarieförd först"
        columns={columns}
        rows={diary.entries}
        calm
      />
    )}
  </Panel>
)

const Older = ({ href }: { href: string }) => (
  <nav class="pages" aria-label="Sidor i diariet">
    <a href={href} rel="next">
      <span class="pages-in">Äldre</span>
    </a>
  </nav>
)

const all = { value: '', text: 'Alla' }

const Filter = ({
  state,
  committees,
  chosen,
}: {
  state: FormState
  committees: readonly string[]
  chosen: boolean
}) => (
  <search aria-label="Sök i diariet">
    <details class="data panel-body" open={chosen}>
      <summary>Sök och begränsa</summary>
      <form action="/diarium" class="stack-s mt2">
        <Field name="q" label="Nummer, namn eller ord" state={state} />
        <Select
          name="namnd"
          label="Nämnd"
          options={[all, ...committees.map((name) => ({ value: name, text: name }))]}
          state={state}
        />
        <Select
          name="sekretess"
          label="Sekretess"
          options={[
            all,
            ...(['no', 'unknown', 'yes'] as const).map((code) => ({
              value: secrecyCodes[code],
              text: secrecyText[code],
            })),
          ]}
          state={state}
        />
        <Field name="fran" type="date" label="Från och med" state={state} />
        <Field name="till" type="date" label="Till och med" state={state} />
        <p class="row">
          <Button>Visa</Button>
          {chosen && <a href="/diarium">Rensa</a>}
        </p>
      </form>
    </details>
  </search>
)
