import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Badge,
  countText,
  Head,
  LinkButton,
  Note,
  Panel,
  Platform,
  Proofbar,
  Said,
  Tabs,
  Text,
  Thread,
  useRendering,
  Veiled,
  When,
  whenText,
} from '../../../web/index.ts'
import type { Item, RecordVersion } from '../../archive/index.ts'
import { DiaryLink, type DiaryStanding } from '../../supervision/index.ts'
import { textDifferences } from '../rules.ts'
import type { ItemOfRecord, ReadRecord } from '../types.ts'
import { ProofPanel, RecordFacts } from './evidence.tsx'
import { History } from './history.tsx'
import {
  directionText,
  disposedText,
  fieldText,
  isWebAddress,
  lookOf,
  titleOf,
  valueText,
  withheldText,
} from './words.ts'

interface RecordProps {
  record: ReadRecord & { readonly of: ItemOfRecord }
  platform: PlatformPart | undefined
  diary: DiaryStanding
  /** Number of the version shown; the newest unless chosen. */
  version: number | undefined
  /** The reader has asked to see a veiled text. */
  shown: boolean
}

/** What was said, when it changed, whether the proof holds. */
export const RecordScreen = ({ record, platform, diary, version, shown }: RecordProps) => {
  const { of, account, recordId } = record
  const { item } = of
  const look = lookOf(item)
  return (
    <>
      <Head title={titleOf(item)} crumbs={[{ text: 'Sök', href: '/sok' }, { text: recordId.slice(0, 8) }]}>
        {item.permalink && isWebAddress(item.permalink) && item.state !== 'gone' && (
          <LinkButton href={item.permalink} icon="ext">
            Visa på plattformen
          </LinkButton>
        )}
        <DiaryLink diary={diary} recordId={recordId} />
        {record.mayProve && (
          <LinkButton href={`/handlingar/${recordId}/bevis`} icon="seal">
            Ladda ner bevispaket
          </LinkButton>
        )}
      </Head>
      <div class="stack-s">
        <p class="meta-row">
          {platform && <Platform letters={platform.mark} name={platform.name} />}
          <span>{account?.name ?? 'Kontot finns inte längre i registret'}</span>
          <span>
            {directionText[item.direction]} <When at={item.publishedAt} />
          </span>
          <Badge tone={look.tone} icon={look.icon}>
            {look.text}
          </Badge>
          {of.maybeSecret && (
            <Badge tone="seal" icon="lock">
              Sekretess kan gälla
            </Badge>
          )}
        </p>
        <ProofLine record={record} />
      </div>
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          <Content record={record} version={version} shown={shown} />
          <ThreadPanel of={of} />
          <History record={record} />
        </div>
        <div class="stack">
          <ProofPanel record={record} />
          <RecordFacts record={record} />
        </div>
      </div>
    </>
  )
}

const ProofLine = ({ record }: { record: RecordProps['record'] }) => {
  const { seal } = record.proof
  const { refusals } = record.of
  if (!seal)
    return (
      <Proofbar
        proof="sealing"
        detail="Handlingen är sparad. Den får sin plats i loggen inom en minut, ladda om sidan då."
      />
    )
  if (refusals.length > 0)
    return (
      <Proofbar
        proof="incomplete"
        detail={`${countText(refusals.length, 'bild eller film', 'bilder eller filmer')} kunde inte sparas. Texten är förseglad.`}
        link={{ href: '#saknas', text: 'Vad som saknas' }}
      />
    )
  return (
    <Proofbar
      proof="sealed"
      detail={
        <>
          <When at={seal.sealedAt} /> · loggpost {seal.index}
        </>
      }
      link={{ href: '#bevis', text: 'Visa beviset' }}
    />
  )
}

const versionTitle = (version: RecordVersion, now: Date): string =>
  `Version ${version.version} · ${whenText(version.acceptedAt, now)}`

const Content = ({ record, version, shown }: Omit<RecordProps, 'platform' | 'diary'>) => {
  const { versions, of, recordId } = record
  const { now } = useRendering()
  const newest = versions.at(-1)
  const current = versions.find((one) => one.version === version) ?? newest
  const before = versions.find((one) => one.version === (current?.version ?? 0) - 1)
  return (
    <Panel
      id="h-v"
      title="Innehåll"
      aside={
        of.item.version > 1 && (
          <Badge tone="warn" icon="edit">
            Ändrad, {of.item.version} versioner
          </Badge>
        )
      }
    >
      {versions.length > 1 && (
        <Tabs
          label="Versioner"
          tabs={versions.map((one) => ({
            href: `/handlingar/${recordId}?version=${one.version}`,
            text: versionTitle(one, now),
            current: one === current,
          }))}
        />
      )}
      {(versions[0]?.version ?? 1) > 1 && (
        <p class="meta">De äldsta versionerna visas inte här. Alla finns i bevispaketet.</p>
      )}
      {current?.fields ? (
        <VersionText
          item={of.item}
          current={current.fields}
          before={before?.fields}
          shown={shown || !of.veiled.has(recordId)}
          canVeil={of.veiled.has(recordId)}
          version={current.version}
          language={of.languages.get(recordId)}
        />
      ) : (
        <Note tone="info">
          <p>
            <b>{current?.withheld ? withheldText : disposedText}</b> Beviset för att handlingen har funnits
            står kvar i loggen.
          </p>
        </Note>
      )}
    </Panel>
  )
}

interface VersionTextProps {
  item: Item
  current: Readonly<Record<string, string>>
  before: Readonly<Record<string, string>> | undefined
  shown: boolean
  canVeil: boolean
  version: number
  language: string | undefined
}

const VersionText = ({ item, current, before, shown, canVeil, version, language }: VersionTextProps) => {
  const text = current['text'] ?? ''
  const words =
    before && before['text'] !== text ? <Differences before={before['text'] ?? ''} after={text} /> : text
  return (
    <>
      <Said
        by={current['author'] ?? 'Avsändaren är okänd'}
        meta={<When at={item.publishedAt} />}
        ours={item.direction === 'drawnUp'}
        focus="calm"
      >
        {canVeil ? (
          <Veiled
            id="texten"
            href={`/handlingar/${item.recordId}`}
            keep={{ version: String(version) }}
            shown={shown}
            lang={language}
          >
            {words}
          </Veiled>
        ) : (
          <Text lang={language}>{text === '' ? 'Ingen text.' : words}</Text>
        )}
      </Said>
      {before && <OtherChanges before={before} after={current} />}
    </>
  )
}

/** Words that went and words that came, told to screen readers too. */
const Differences = ({ before, after }: { before: string; after: string }) => (
  <>
    {textDifferences(before, after).map(({ kind, text }) =>
      kind === 'same' ? (
        text
      ) : kind === 'out' ? (
        <del>
          <span class="vh">[struket: </span>
          {text}
          <span class="vh">]</span>
        </del>
      ) : (
        <ins>
          <span class="vh">[nytt: </span>
          {text}
          <span class="vh">]</span>
        </ins>
      ),
    )}
  </>
)

/** What changed beside the text: the state on the platform, the author's name, the address. */
const OtherChanges = ({
  before,
  after,
}: {
  before: Readonly<Record<string, string>>
  after: Readonly<Record<string, string>>
}) => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== 'text' && before[name] !== after[name],
  )
  if (names.length === 0) return null
  return (
    <ul class="meta stack-s">
      {names.map((name) => (
        <li>
          {fieldText(name)}: {valueText(name, before[name])} → {valueText(name, after[name])}
        </li>
      ))}
    </ul>
  )
}

const threadText = 600

const ThreadPanel = ({ of }: { of: ItemOfRecord }) => {
  const { root, around } = of.thread
  const shown = [...(root ? [root] : []), ...around.filter((one) => one.recordId !== root?.recordId)]
  if (shown.length < 2) return null
  return (
    <Panel
      id="h-tr"
      title="Tråden"
      aside={of.thread.total > around.length && <span class="meta">De närmaste av {of.thread.total}</span>}
    >
      <Thread label="Inlägget och svaren">
        {shown.map((one) => (
          <Said
            by={one.author ?? 'Avsändaren är okänd'}
            meta={
              <>
                <When at={one.publishedAt} />
                {one.recordId !== of.item.recordId && (
                  <>
                    {' · '}
                    <a href={`/handlingar/${one.recordId}`}>
                      {one.recordId.slice(0, 8)}
                      <span class="vh">, öppna handlingen</span>
                    </a>
                  </>
                )}
              </>
            }
            ours={one.direction === 'drawnUp'}
            sub={one.parent !== null}
            focus={one.recordId === of.item.recordId ? 'calm' : undefined}
            foot={one.state === 'visible' ? undefined : lookOf(one).text}
            lang={of.veiled.has(one.recordId) ? undefined : of.languages.get(one.recordId)}
          >
            {of.veiled.has(one.recordId)
              ? 'Texten är dold, den kan vara svår att läsa.'
              : one.text.length > threadText
                ? `${one.text.slice(0, threadText)} …`
                : one.text || 'Ingen text.'}
          </Said>
        ))}
      </Thread>
    </Panel>
  )
}
