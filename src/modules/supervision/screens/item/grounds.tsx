import { datedDay, type GroundGroup, type Grounds, LinkButton, Note } from '../../../../web/index.ts'
import type { Ground, Policy, PolicySettings } from '../../../policy/index.ts'

/** What follows from each group's weight; the paragraphs themselves stand with the grounds. */
const groupNotes: Readonly<Record<GroundGroup, string>> = {
  must: 'Lag (1998:112) om ansvar för elektroniska anslagstavlor 5\u00a0§. Ska döljas eller tas bort om det är uppenbart.',
  secret: 'Offentlighets- och sekretesslagen (2009:400). Bort genast.',
  data: 'Dataskyddsförordningen (EU) 2016/679.',
  house: 'Svag grund: åsiktsfriheten väger tungt. Motivering krävs.',
}

const reportTexts = {
  publicProsecution: 'polisanmäl det som faller under allmänt åtal',
  judgedEachTime: 'bedöm om det ska polisanmälas',
} as const

/**
 * What each group of grounds asks for when the measure is taken (S5, S6): as the municipality's guideline says of crimes,
 * and as the grounds themselves are worded of the others (rulebook/legal-grounds).
 */
export function nextText(group: GroundGroup, { criminalMaterial }: PolicySettings): string {
  switch (group) {
    case 'must':
      return `${reportTexts[criminalMaterial.policeReport]}${criminalMaterial.register ? ', och diarieför det' : ''}. Anmälan skrivs från ärendet.`
    case 'secret':
      return 'diarieför det. Det gäller alltid, och registratorn prövar sekretessen.'
    case 'data':
      return 'dataskyddsombudet får veta. Kan det röra sekretess diarieförs det också.'
    case 'house':
      return 'berätta för avsändaren varför. Den som inte håller med kan be någon annan här att pröva igen.'
  }
}

const order: readonly GroundGroup[] = ['must', 'secret', 'data', 'house']

/** Where the wording was read, from when it holds, and whether a lawyer has gone through it. */
function sourceText(grounds: readonly Ground[]): string {
  const sources = [...new Set(grounds.map(({ source }) => source))].join('; ')
  const checked = grounds.flatMap(({ checkedByLawyer }) => (checkedByLawyer ? [checkedByLawyer] : []))
  const first = checked[0]
  const lawyer =
    first && checked.length === grounds.length
      ? `Kontrollerad ${datedDay(first.date)} av ${first.name}.`
      : 'Inte kontrollerad av jurist.'
  return `Lydelsen sparas med beslutet. Källa: ${sources}. ${lawyer}`
}

/**
 * How weak the house rules are as a ground. Sources: JO dnr 1248-2008 (rulebook/legal-grounds/house.json); that
 * defamation and insults are not among the crimes of 5 § (rulebook/legal-grounds/must.json).
 */
const HouseAdvice = ({ answer }: { answer: string | undefined }) => (
  <Note tone="warn" icon="scale">
    <p>
      <b>Pröva mot åsiktsfriheten först.</b> Det här är den svagaste grunden. Ingen lag säger att det ska
      bort, inte heller förtal och förolämpningar. Reglerna ska vara skrivna i förväg och allmänna, och gälla
      lika för alla vad de än tycker (JO dnr 1248-2008). Är du osäker: låt det stå, eller svara.
    </p>
    {answer && (
      <p class="mt2">
        <LinkButton small icon="reply" href={answer}>
          Svara i stället
        </LinkButton>
      </p>
    )}
  </Note>
)

/**
 * The grounds that can be chosen, in their four groups; a group without any is left out.
 * @param answer where one answers instead, when that can be done.
 */
export const groundGroups = (
  grounds: readonly Ground[],
  settings: PolicySettings,
  answer?: string,
): Grounds[] =>
  order.flatMap((group) => {
    const own = grounds.filter((ground) => ground.group === group)
    return own.length === 0
      ? []
      : [
          {
            group,
            note: groupNotes[group],
            next: nextText(group, settings),
            ...(group === 'house' && { advice: <HouseAdvice answer={answer} /> }),
            grounds: own.map(({ id, title, lawRef }) => ({
              id,
              text: title,
              // The house rules' heading says where they stand.
              paragraph: group === 'house' ? undefined : lawRef,
            })),
            source: sourceText(own),
          },
        ]
  })

/** Whether the municipality has itself confirmed that the grounds may be used. */
export function acceptedText({ settings }: Policy): string {
  const accepted = settings.groundsAccepted
  if (!accepted)
    return 'Kommunen har inte bekräftat att grunderna får användas. Be er jurist gå igenom dem under Inställningar, Riktlinje.'
  const diary = accepted.diaryNumber ? `, ${accepted.diaryNumber}` : ''
  return `Grunderna är bekräftade av ${accepted.by} ${datedDay(accepted.at)}${diary}.`
}
