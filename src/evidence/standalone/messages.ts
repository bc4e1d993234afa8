import type { BundleProblem, BundleProblemCode, VerifiedBundle } from '../bundle/verify-bundle.ts'
import { rootText } from '../bundle/verify-bundle.ts'

/** What the verifier says, in Swedish and English: its reader may be a court, a journalist, another authority. */
export interface Words {
  readonly sv: string
  readonly en: string
}

const words: Readonly<Record<BundleProblemCode, Words>> = {
  zip: {
    sv: 'Zip-filen är skadad eller ändrad.',
    en: 'The zip is damaged or was changed.',
  },
  bundleMissing: { sv: 'Filen bundle.json saknas.', en: 'The file bundle.json is missing.' },
  bundleShape: {
    sv: 'bundle.json är inte skriven så som formatet kräver.',
    en: 'bundle.json is not written as the format demands.',
  },
  noRecords: { sv: 'Paketet visar ingen handling.', en: 'The bundle shows no record.' },
  key: { sv: 'Kommunens nyckel är inte en giltig nyckel.', en: 'The municipality’s key is not a valid key.' },
  keyNotTrusted: {
    sv: 'Paketet är signerat med en annan nyckel än den du angav.',
    en: 'The bundle is signed with another key than the one you gave.',
  },
  checkpointMalformed: {
    sv: 'Loggens sigill (checkpoint) är inte skrivet så som formatet kräver.',
    en: 'The checkpoint is not written as the format demands.',
  },
  checkpointNotSigned: {
    sv: 'Loggens sigill är inte signerat av nyckeln i paketet.',
    en: 'The checkpoint is not signed by the key in the bundle.',
  },
  checkpointSignature: {
    sv: 'Signaturen på loggens sigill stämmer inte. Sigillet är ändrat.',
    en: 'The signature on the checkpoint does not hold. The checkpoint was changed.',
  },
  timestampMalformed: {
    sv: 'En tidsstämpel går inte att läsa.',
    en: 'A time stamp cannot be read.',
  },
  timestampImprint: {
    sv: 'En tidsstämpel gäller något annat än loggens sigill.',
    en: 'A time stamp was made over something else than the checkpoint.',
  },
  sameIndexTwice: {
    sv: 'Två handlingar har samma plats i loggen.',
    en: 'Two records have the same place in the log.',
  },
  sameRecordTwice: {
    sv: 'Samma version av en handling står två gånger.',
    en: 'The same version of a record stands twice.',
  },
  entry: { sv: 'Loggposten är inte giltig.', en: 'The log entry is not valid.' },
  proof: {
    sv: 'Loggposten står inte på den plats i loggen som anges. Posten, platsen eller beviset är ändrat.',
    en: 'The log entry does not stand at the place given. The entry, the place or the proof was changed.',
  },
  manifest: {
    sv: 'Förteckningen över handlingens delar är inte skriven så som formatet kräver.',
    en: 'The manifest is not written as the format demands.',
  },
  topKey: { sv: 'Handlingens nyckel (topKey) är inte giltig.', en: 'The top key is not valid.' },
  commitment: {
    sv: 'Förteckningen eller handlingens nyckel är ändrad: de stämmer inte med loggposten.',
    en: 'The manifest or the top key was changed: they do not agree with the log entry.',
  },
  fieldTwice: { sv: 'En uppgift står två gånger.', en: 'A field stands twice.' },
  fieldNotRecorded: {
    sv: 'En uppgift visas som aldrig fanns i handlingen.',
    en: 'A field is shown that the record never had.',
  },
  fieldKey: { sv: 'Nyckeln till en uppgift är inte giltig.', en: 'The key of a field is not valid.' },
  fieldText: {
    sv: 'En uppgift innehåller tecken som aldrig kan ha arkiverats.',
    en: 'A field holds characters that cannot have been recorded.',
  },
  field: {
    sv: 'En uppgift är inte den som arkiverades. Värdet eller dess nyckel är ändrat.',
    en: 'A field is not what was recorded. Its value or its key was changed.',
  },
  partTwice: { sv: 'En fil står två gånger.', en: 'A part stands twice.' },
  partNotRecorded: {
    sv: 'En fil visas som aldrig fanns i handlingen.',
    en: 'A part is shown that the record never had.',
  },
  partKey: { sv: 'Nyckeln till en fil är inte giltig.', en: 'The key of a part is not valid.' },
  partPath: {
    sv: 'En fil ligger på fel plats i paketet.',
    en: 'A part lies in the wrong place of the bundle.',
  },
  partMissing: { sv: 'En fil saknas i paketet.', en: 'A part is missing from the bundle.' },
  partLength: {
    sv: 'En fil har en annan längd än den som arkiverades.',
    en: 'A part has another length than what was recorded.',
  },
  part: {
    sv: 'En fil är inte den som arkiverades. Filen eller dess nyckel är ändrad.',
    en: 'A part is not what was recorded. The file or its key was changed.',
  },
  withheldTwice: {
    sv: 'Samma namn står två gånger som undanhållet.',
    en: 'The same name is withheld twice.',
  },
  withheldNotRecorded: {
    sv: 'Något anges som undanhållet som aldrig fanns i handlingen.',
    en: 'Something is said to be withheld that the record never had.',
  },
  withheldButShown: {
    sv: 'Något anges som undanhållet fast det visas.',
    en: 'Something is said to be withheld although it is shown.',
  },
  neitherShownNorWithheld: {
    sv: 'Något i handlingen varken visas eller anges som undanhållet.',
    en: 'Something in the record is neither shown nor said to be withheld.',
  },
  fileNotListed: {
    sv: 'Paketet innehåller en fil som inte hör till någon handling.',
    en: 'The bundle holds a file that belongs to no record.',
  },
}

/** The first thing that does not hold, with where it stands. */
export function problemWords(problem: BundleProblem): Words {
  const { sv, en } = words[problem.what]
  const where = { sv: [] as string[], en: [] as string[] }
  if (problem.record !== undefined) {
    where.sv.push(`handling ${problem.record + 1}`)
    where.en.push(`record ${problem.record + 1}`)
  }
  if (problem.index !== undefined) {
    where.sv.push(`plats ${problem.index} i loggen`)
    where.en.push(`index ${problem.index}`)
  }
  if (problem.name !== undefined) {
    where.sv.push(`”${printable(problem.name)}”`)
    where.en.push(`"${printable(problem.name)}"`)
  }
  const place = (list: string[]): string => (list.length > 0 ? ` (${list.join(', ')})` : '')
  return { sv: `${sv}${place(where.sv)}`, en: `${en}${place(where.en)}` }
}

/** What was checked and what was not, for a bundle that holds. */
export function verdictWords({ checkpoint, key, records, timestamps }: VerifiedBundle): Words {
  const withheld = records.reduce((sum, record) => sum + record.withheld.length, 0)
  const [fields, parts] = [sum(records.map((r) => r.fields)), sum(records.map((r) => r.parts))]
  const root = rootText(checkpoint)
  return {
    sv: [
      'Paketet stämmer: det som visas är det som arkiverades.',
      `  Handlingar: ${records.length}. Uppgifter: ${fields}. Filer: ${parts}. Undanhållna: ${withheld}.`,
      `  Logg: ${checkpoint.origin}, ${checkpoint.size} poster, rot ${root}`,
      '  Jämför kommunens nyckel med den som kommunen lämnar ut på annan väg:',
      `  ${key}`,
      ...timestamps.map((time) => `  Tidsstämpel som gäller sigillet: ${time}`),
      timestamps.length > 0
        ? '  INTE kontrollerat: tidsstämplarnas signatur och utfärdare (använd till exempel "openssl ts -verify").'
        : '  Paketet har ingen tidsstämpel; tiden i loggposterna är kommunens egen.',
      '  INTE kontrollerat: README.txt och detta program, om det kom med paketet.',
    ].join('\n'),
    en: [
      'The bundle holds: what is shown is what was recorded.',
      `  Records: ${records.length}. Fields: ${fields}. Parts: ${parts}. Withheld: ${withheld}.`,
      `  Log: ${checkpoint.origin}, ${checkpoint.size} entries, root ${root}`,
      '  Compare the key with the one that the municipality hands out by another way:',
      `  ${key}`,
      ...timestamps.map((time) => `  Time stamp over the checkpoint: ${time}`),
      timestamps.length > 0
        ? '  NOT checked: the signature and the authority of the time stamps (use for example "openssl ts -verify").'
        : '  The bundle has no time stamp; the time in the entries is the municipality’s own.',
      '  NOT checked: README.txt, and this program if it came with the bundle.',
    ].join('\n'),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Names come from the bundle, which may come from anybody: nothing that steers a terminal, nothing endless. */
const printable = (text: string): string => text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 120)
