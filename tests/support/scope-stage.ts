import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import {
  type AccountId,
  type MunicipalityId,
  newId,
  type RecordId,
  type StaffId,
  type TaskId,
} from '../../src/kernel/index.ts'
import { registerAccount, requireAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import { beginApplication } from '../../src/modules/applications/index.ts'
import { ingestItems, sealLog, selectItems } from '../../src/modules/archive/index.ts'
import { refer, saveDialogueRound } from '../../src/modules/dialogue/index.ts'
import { proposeEntry } from '../../src/modules/diary/index.ts'
import { requestMeasure, takeTogether } from '../../src/modules/measures/index.ts'
import {
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { registerLicence, startWritten } from '../../src/modules/publishing/index.ts'
import { screenRecords } from '../../src/modules/screening/index.ts'
import { addShifts, enterAbsence } from '../../src/modules/staffing/index.ts'
import { openRoom } from '../../src/modules/staffSafety/index.ts'
import { confirmRound, explainMissedDay, openItemTasks } from '../../src/modules/supervision/index.ts'
import { reopen, saveNote, tasksFor } from '../../src/modules/tasks/index.ts'
import { askForVault, keepDetails } from '../../src/modules/vault/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type TestHouse, testHouse } from './house.ts'
import { comment } from './items.ts'
import { platformOf } from './platform.ts'

/** What stands in department A alone: whoever reads any of it has seen what is A's. */
export const markers = [
  'ALFATEXTEN',
  'Alfa Författarsson',
  'Alfabloggen',
  'ALFARUNDAN',
  'ALFAFÖRKLARINGEN',
  'ALFAANTECKNINGEN',
  'alfavalvet@kommun.test',
  'ALFASKÄLET',
  'ALFALÖSENORDET',
  'ALFAANSÖKAN',
  'Alva Alfasson',
] as const

export type Who = 'nobody' | 'noRoles' | 'editorB' | 'headOther' | 'auditor' | 'headA'

/** Where somebody works who has nothing to do with A. */
export type Where = 'another department' | 'another municipality'

export interface ScopeStage {
  readonly place: TestHouse
  readonly municipality: MunicipalityId
  readonly ids: {
    readonly task: TaskId
    readonly record: RecordId
    readonly account: AccountId
    readonly application: string
    readonly staff: StaffId
    readonly measure: string
    readonly batch: string
    readonly opening: string
    readonly gap: string
    readonly day: string
    readonly referral: string
    readonly round: string
    readonly absence: string
    readonly shift: string
    readonly room: string
    readonly entry: string
    readonly publication: string
    readonly media: string
    readonly feed: string
    readonly news: string
    readonly licence: string
    readonly question: string
  }
  /** A new session; undefined for nobody. */
  session(who: Who): Promise<string | undefined>
  actor(who: Exclude<Who, 'nobody'>): Promise<Actor>
  /** Somebody new with a role in department B, or in the whole of the other municipality, signed in. */
  hired(role: Role, where: Where): Promise<{ readonly session: string; readonly origin: string }>
  /** Where the person's own municipality answers. */
  origin(who: Who): string
  /** Every row of A's municipality but those that a visit itself leaves (sessions, the audit trail, challenges, limits). */
  state(): Promise<string>
  /** Nobody has opened the task. */
  untouched(): Promise<void>
  close(): Promise<void>
}

const origins = { here: 'http://storlunda.test', there: 'http://annanby.test' }

async function account(place: TestHouse, municipality: MunicipalityId, name: string, department: string) {
  const platform = platformOf('wordpress')
  return registerAccount(place.house, systemActor(municipality), platform, {
    platform: 'wordpress',
    name,
    department,
    settings: { url: 'https://blogg.exempel.se', username: 'uppsikt' },
    secrets: { password: 'abcd efgh' },
  })
}

/** A threat in the queue with a decision, a note, a round, an explanation and a gap: everything that a route can show. */
async function fill(place: TestHouse, municipality: MunicipalityId, accountId: AccountId, alva: Actor) {
  const { house } = place
  const system = systemActor(municipality)
  const about = { municipalityId: municipality, accountId }
  const threat = comment('alfa-1', 'ALFATEXTEN om alfaord: jag ska slå ihjäl dig', {
    author: 'Alfa Författarsson',
  })
  await withMunicipality(house.db, municipality, (tx) =>
    ingestItems(house, tx, about, [
      {
        item: threat,
        media: [{ name: 'media-1', mediaType: 'text/plain', bytes: Buffer.from('ALFATEXTEN') }],
        refusals: [],
      },
    ]),
  )
  const [row] = await withMunicipality(house.db, municipality, (tx) =>
    selectItems(tx, municipality).where('account_id', '=', accountId).execute(),
  )
  const record = row?.record_id as RecordId
  await screenRecords(house, municipality, accountId, [{ record, version: 1 }])
  await openItemTasks(house, municipality, accountId, [{ record, labels: ['threat'] }])
  const decided = await requestMeasure(house, alva, catalogue, {
    recordId: record,
    kind: 'hide',
    groundId: 'must-unlawful-threat',
    note: 'ALFAANTECKNINGEN',
  })
  await place.database.owner.query(`UPDATE measure SET state = 'done', finished_at = requested_at`)
  const [done] = await tasksFor(house, system, { selection: 'done', limit: 1 })
  const task = done?.taskId as TaskId
  await reopen(house, system, task)
  await saveNote(house, system, task, 'ALFAANTECKNINGEN')
  // In a version that nobody has seen: nothing is done, and that is what the list says.
  const batch = await takeTogether(house, alva, catalogue, {
    ...{ act: 'hide', groundId: 'must-unlawful-threat', note: 'ALFAANTECKNINGEN' },
    chosen: [{ taskId: task, version: 99 }],
  })
  await confirmRound(house, alva, { accountId, lastRecordId: record, note: 'ALFARUNDAN' })
  const day = '2026-11-17'
  await explainMissedDay(house, alva, { accountId, day, text: 'ALFAFÖRKLARINGEN' })
  await keepDetails(house, system, accountId, {
    ownerAddress: 'alfavalvet@kommun.test',
    details: { password: 'ALFALÖSENORDET' },
  })
  const opening = await askForVault(house, alva, accountId, { reason: 'ALFASKÄLET', drill: false })
  const gap = '2026-11-19T05:00:00.000Z'
  await place.database.owner.query(
    `INSERT INTO account_hour (municipality_id, account_id, hour, state, reason) VALUES ($1, $2, $3, 'gap', 'Nere')`,
    [municipality, accountId, gap],
  )
  const referral = await refer(house, alva, task, {
    unit: 'Alfaenheten',
    email: 'alfa@kommun.test',
    question: 'ALFAANTECKNINGEN',
  })
  const { departmentId } = await withMunicipality(house.db, municipality, (tx) =>
    requireAccount(tx, municipality, accountId),
  )
  const wanted = { platform: 'wordpress', departmentId, name: 'ALFAANSÖKAN' }
  const application = await beginApplication(house, alva, catalogue, wanted)
  const entry = await proposeEntry(house, alva, {
    recordId: record,
    note: 'ALFAANTECKNINGEN',
    words: {
      ...{ direction: 'received', day, counterpart: 'Alfa Författarsson', matter: 'ALFATEXTEN' },
      ...{ committee: '', series: null, secrecy: 'unknown', groundId: '', groundWords: '' },
    },
  })
  const publication = await startWritten(house, alva, {
    ...{ title: '', text: 'ALFATEXTEN', link: '', plannedAt: null },
    ...{ places: [{ accountId, ownText: null }], alts: new Map(), licences: new Map(), removed: [] },
    added: [
      {
        ...{ kind: 'picture', name: 'alfa.jpg', mediaType: 'image/jpeg', alt: 'ALFATEXTEN' },
        content: Buffer.from('ALFATEXTEN'),
      },
    ],
  })
  const { licenceId: licence } = await registerLicence(
    house,
    alva,
    {
      ...{ what: 'Bilder', holder: '', named: false, persons: 0, minors: false },
      ...{ purpose: 'Berätta', channels: 'Allt', validUntil: null },
    },
    undefined,
  )
  const [feed, news, question] = [newId(), newId(), newId()]
  await place.database.owner.query(
    `INSERT INTO news_feed (municipality_id, feed_id, name, url, added_at)
       VALUES (${municipality}, '${feed}', 'Nyheter', 'https://kommun.test/rss', now());
     INSERT INTO news (municipality_id, news_id, feed_id, item_id, title, summary, version, published_at, seen_at)
       VALUES (${municipality}, '${news}', '${feed}', '1', 'Nytt', '', '1', now(), now());
     INSERT INTO data_protection_question
         (municipality_id, question_id, publication_id, version, question, asked_at)
       VALUES (${municipality}, '${question}', '${publication}', 1, 'ALFATEXTEN', now());
     UPDATE publication_media SET licence_id = '${licence}'`,
  )
  const { rows: files } = await place.database.owner.query<{ media_id: string }>(
    'SELECT media_id FROM publication_media',
  )
  await sealLog(house, municipality)
  const absence = await enterAbsence(house, alva, {
    staffId: alva.staffId as StaffId,
    from: '2026-11-25',
    to: '2026-11-26',
  })
  await addShifts(house, system, {
    ...{ staffId: alva.staffId ?? null, accountId, departmentId: null },
    ...{ day: '2026-11-20', from: 17 * 3_600_000, to: 21 * 3_600_000, weeks: 1 },
  })
  const { rows } = await place.database.owner.query<{ shift_id: string }>('SELECT shift_id FROM shift')
  const shift = rows[0]?.shift_id ?? ''
  return {
    ...{ task, record, batch, measure: decided.measureId, gap, day, referral, absence, shift, opening },
    application,
    entry,
    publication,
    media: files[0]?.media_id ?? '',
    ...{ feed, news, licence, question },
  }
}

/** Asks for the rows of all tables of a municipality: a count and a digest of each table. */
async function questionOf({ database }: TestHouse, municipality: MunicipalityId): Promise<string> {
  const own = ['session', 'audit_event', 'passkey_challenge', 'rate_window']
  const { rows } = await database.owner.query<{ table_name: string }>(
    `SELECT DISTINCT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'municipality_id' AND t.table_type = 'BASE TABLE'`,
  )
  return rows
    .map((row) => row.table_name)
    .filter((name) => !own.includes(name))
    .sort()
    .map(
      (name) =>
        `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS rows FROM ${name} t WHERE municipality_id = ${municipality}`,
    )
    .join(' UNION ALL ')
}

export async function scopeStage(): Promise<ScopeStage> {
  const place = await testHouse(new Date('2026-11-16T08:00:00Z'))
  const { house } = place
  const here = await addMunicipality(house, { name: 'Storlunda', policy: 'falun', host: 'storlunda.test' })
  const there = await addMunicipality(house, { name: 'Annanby', policy: 'falun', host: 'annanby.test' })
  const accountId = await account(place, here, 'Alfabloggen', 'Alfaförvaltningen')
  await account(place, here, 'Betabloggen', 'Betaförvaltningen')
  await account(place, there, 'Annanbybloggen', 'Annan förvaltning')
  place.house.clock.set(new Date('2026-11-19T08:00:00Z'))
  const hire = async (municipality: MunicipalityId, name: string, role?: Role, department?: string) => {
    const { staffId } = await addStaff(house, systemActor(municipality), {
      email: `${name.toLowerCase().replaceAll(' ', '.')}@kommun.test`,
      name,
      roles: role ? [{ role, ...(department && { department }) }] : [],
    })
    return { municipality, staffId }
  }
  const people = {
    noRoles: await hire(here, 'Nils Nyanstalld'),
    editorB: await hire(here, 'Beda Betasson', 'editor', 'Betaförvaltningen'),
    auditor: await hire(here, 'Rut Granskare', 'auditor'),
    headA: await hire(here, 'Hanna Hogst', 'headOfCommunications'),
    headOther: await hire(there, 'Otto Annansson', 'headOfCommunications'),
  }
  const alva = await hire(here, 'Alva Alfasson', 'editor', 'Alfaförvaltningen')
  await setResponsible(house, systemActor(here), accountId, { owner: alva.staffId, deputy: null })
  const begin = async ({ municipality, staffId }: typeof alva) =>
    (await startSession(house, municipality, staffId)).token
  const actorOf = async (person: typeof alva): Promise<Actor> => {
    const session = await resolveSession(house, person.municipality, await begin(person))
    if (!session) throw new Error('nobody is signed in')
    return session.actor
  }
  const round = await saveDialogueRound(house, await actorOf(people.headA), {
    ...{ matter: 'Vägarna', how: 'Skriv till oss', link: '', said: '', outcome: '' },
    ...{ fromDay: '2026-11-01', toDay: '2026-12-01' },
  })
  const question = await questionOf(place, here)
  const filled = await fill(place, here, accountId, await actorOf(alva))
  const mats = await actorOf(await hire(here, 'Mats Chefsson', 'manager', 'Alfaförvaltningen'))
  const room = await openRoom(house, mats, { email: 'alva.alfasson@kommun.test', taskId: filled.task })
  return {
    place,
    municipality: here,
    ids: { ...filled, round, room, account: accountId, staff: alva.staffId },
    session: async (who) => (who === 'nobody' ? undefined : begin(people[who])),
    actor: (who) => actorOf(people[who]),
    hired: async (role, where) => {
      const isHere = where === 'another department'
      const person = await hire(
        isHere ? here : there,
        `Ny ${role}`,
        role,
        isHere ? 'Betaförvaltningen' : undefined,
      )
      return { session: await begin(person), origin: isHere ? origins.here : origins.there }
    },
    origin: (who) => (who === 'headOther' ? origins.there : origins.here),
    untouched: async () => {
      await place.database.owner.query('UPDATE task SET seen_at = NULL, seen_by = NULL; DELETE FROM presence')
    },
    state: async () => {
      const asked = { name: 'state', text: question }
      const { rows } = await place.database.owner.query<{ name: string; rows: string }>(asked)
      return rows.map((row) => `${row.name} ${row.rows}`).join('\n')
    },
    close: place.close,
  }
}
