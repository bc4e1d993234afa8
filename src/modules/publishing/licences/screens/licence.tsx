import { instantOf } from '../../../../kernel/index.ts'
import {
  countText,
  Empty,
  Facts,
  Head,
  LinkButton,
  Note,
  Panel,
  State,
  Table,
  When,
} from '../../../../web/index.ts'
import { nameOf } from '../../screens/words.ts'
import { isShown } from '../rules.ts'
import type { LicencePage } from '../service.ts'
import type { Use } from '../types.ts'
import { here, peopleText, Stage } from './words.tsx'

interface LicenceProps {
  readonly page: LicencePage
  readonly done: string | undefined
  readonly mayWrite: boolean
}

/** What may be done with these pictures, and where are they? */
export const LicenceScreen = ({
  page: { licence, uses, elsewhere, names },
  done,
  mayWrite,
}: LicenceProps) => {
  const { licenceId, number, what, withdrawn } = licence
  const shown = uses.filter(isShown)
  return (
    <>
      <Head
        title={`${number}, ${what}`}
        crumbs={[{ text: 'Tillstånd', href: here }]}
        sub={done ?? <Stage licence={licence} />}
      >
        {licence.recordId && <LinkButton href={`${here}/${licenceId}/papper`}>Visa papperet</LinkButton>}
        {mayWrite && !withdrawn && (
          <LinkButton kind="danger" href={`${here}/${licenceId}/aterkalla`} dialog>
            Återkalla
          </LinkButton>
        )}
      </Head>
      {withdrawn && (
        <Note tone={shown.length > 0 ? 'bad' : 'info'}>
          <p>
            <b>
              Återkallat <When at={instantOf(withdrawn.on)} time={false} />.
            </b>{' '}
            {shown.length > 0
              ? 'Bilderna visas fortfarande. Ta ner dem nedan.'
              : 'Inget inlägg som du ser visar bilderna.'}
          </p>
          {withdrawn.why && <p>{withdrawn.why}</p>}
        </Note>
      )}
      <div class="cols cols-2-1 mt3">
        <Panel id="h-var" title="Var bilderna används">
          {uses.length > 0 && <Uses uses={uses} />}
          {uses.length + elsewhere === 0 && <Empty kind="done" title="De har inte använts här" level={3} />}
          {elsewhere > 0 && (
            <p class="meta">
              {countText(elsewhere, 'inlägg', 'inlägg')} på konton som du inte ser. De som står bakom dem får
              besked om tillståndet återkallas.
            </p>
          )}
        </Panel>
        <Panel id="h-om" title="Tillståndet">
          <Facts
            layout="stacked"
            facts={[
              ['Fotograf', licence.holder || 'Kommunen har upphovsrätten'],
              ['Vid bilden', licence.named ? `Foto: ${licence.holder}` : 'Fotografen behöver inte anges'],
              ['De som syns', peopleText(licence)],
              ['Ändamål', licence.purpose],
              ['Får visas', licence.channels],
              ['Gäller', <Stage licence={licence} />],
              [
                'Underskrivet papper',
                licence.recordId
                  ? 'Förseglat här'
                  : 'Finns inte här. Se till att det finns någon annanstans.',
              ],
              [
                'Infört',
                <>
                  <When at={licence.registeredAt} first />
                  {licence.registeredBy && ` av ${names.get(licence.registeredBy) ?? 'en medarbetare'}`}
                </>,
              ],
            ]}
          />
        </Panel>
      </div>
    </>
  )
}

const placeWords: Readonly<Record<string, string>> = {
  published: 'Visas',
  sent: 'På väg ut',
  unknown: 'Kan visas, vi ser efter',
  failed: 'Gick inte ut',
  byHand: 'Läggs ut för hand',
  left: 'Inte där',
}
const states: Readonly<Record<string, string>> = {
  draft: 'Utkast',
  waiting: 'Väntar på godkännande',
  planned: 'Planerat',
  held: 'Hålls kvar',
}

const UseState = ({ use }: { use: Use }) => {
  const words = (use.placeState && placeWords[use.placeState]) ?? states[use.state] ?? 'Pågår'
  return <State tone={isShown(use) ? 'info' : 'quiet'}>{words}</State>
}

const Uses = ({ uses }: { uses: readonly Use[] }) => (
  <Table
    caption="Inlägg med bilderna, det senaste först"
    rows={uses}
    columns={[
      {
        key: 'inlagg',
        title: 'Inlägg',
        names: true,
        cell: (use) => <a href={`/publicering/${use.publicationId}`}>{nameOf(use)}</a>,
      },
      { key: 'konto', title: 'Konto', cell: ({ account }) => account ?? 'Inget valt än' },
      { key: 'lage', title: 'Läge', cell: (use) => <UseState use={use} /> },
      {
        key: 'dar',
        title: 'Se det där',
        cell: ({ permalink, account }) =>
          permalink ? (
            <a href={permalink} rel="noreferrer">
              Öppna<span class="vh"> inlägget på {account}</span>
            </a>
          ) : (
            'Ingen adress'
          ),
      },
    ]}
  />
)
