import { type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import { ingestGone, ingestItems, sealLog, selectItems } from '../../src/modules/archive/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { screenRecords } from '../../src/modules/screening/index.ts'
import { confirmRound } from '../../src/modules/supervision/index.ts'
import type { CollectedItem } from '../../src/platforms/contract.ts'
import { listen } from './browser.ts'
import { type TestHouse, testHouse } from './house.ts'
import { comment, incoming } from './items.ts'
import { platformOf } from './platform.ts'

export interface Person {
  readonly staffId: StaffId
  readonly session: string
}

/** A municipality with two accounts in two departments, some sixty comments, and people who may see different things. */
export interface RecordsStage {
  readonly place: TestHouse
  readonly municipality: MunicipalityId
  readonly url: string
  readonly accounts: { readonly blog: AccountId; readonly news: AccountId }
  /** hanna: head of communications · maja: communications, the whole municipality · samira: editor in Kultur · rut: auditor · arvid: archivist */
  readonly people: Readonly<Record<'hanna' | 'maja' | 'samira' | 'rut' | 'arvid', Person>>
  /** Record ids by the platform's own id. */
  readonly records: ReadonlyMap<string, RecordId>
  close(): Promise<void>
}

async function person(
  { house }: TestHouse,
  municipality: MunicipalityId,
  name: string,
  role: Role,
  department?: string,
): Promise<Person> {
  const { staffId } = await addStaff(house, systemActor(municipality), {
    email: `${name.toLowerCase().replace(' ', '.')}@storlunda.test`,
    name,
    roles: [{ role, ...(department && { department }) }],
  })
  const { token } = await startSession(house, municipality, staffId as StaffId)
  return { staffId: staffId as StaffId, session: token }
}

const hourMilliseconds = 3_600_000

async function addAccounts({ house }: TestHouse, municipality: MunicipalityId) {
  const add = async (id: string, name: string, department: string, settings: Record<string, string>) => {
    const platform = platformOf(id)
    const needsSecrets = platform.settings.some(({ secret }) => secret)
    return registerAccount(house, systemActor(municipality), platform, {
      platform: id,
      name,
      department,
      purpose: `${name}: nyheter och svar på frågor`,
      settings,
      secrets: needsSecrets ? { password: 'abcd efgh' } : {},
      url: `https://${id}.exempel.se/`,
    })
  }
  return {
    blog: await add('wordpress', 'Storlundabloggen', 'Kommunledning', {
      url: 'https://blogg.exempel.se',
      username: 'uppsikt',
    }),
    news: await add('feed', 'Bibliotekets nyheter', 'Kultur', { url: 'https://exempel.se/nyheter.xml' }),
  }
}

/** Filler words that no other comment uses, so that a search for them finds these alone. */
const plain = (n: number): CollectedItem =>
  comment(`vanlig-${n}`, `Kommentar nummer ${n} om snöröjningen på Kvarngatan.`, {
    author: n % 2 ? 'Birgitta Sörman' : 'Ali Haddad',
    publishedAt: new Date(Date.UTC(2026, 10, 10, 0, n)).toISOString(),
  })

async function fill(place: TestHouse, municipality: MunicipalityId, accounts: RecordsStage['accounts']) {
  const { house } = place
  const ingest = (accountId: AccountId, items: Parameters<typeof ingestItems>[3]) =>
    withMunicipality(house.db, municipality, (tx) =>
      ingestItems(house, tx, { municipalityId: municipality, accountId }, items),
    )
  const post = comment('inlagg-1', 'Ishallens tider under jul och nyår. Åkningen flyttas till 10–12.', {
    kind: 'post',
    direction: 'drawnUp',
    author: 'Storlunda kommun',
    publishedAt: '2026-11-18T08:00:00Z',
  })
  const question = comment('fraga-1', 'Varför ändras tiderna i ishallen utan att ni säger till?', {
    parent: 'inlagg-1',
    author: 'Elin Dahlroth',
    publishedAt: '2026-11-18T09:00:00Z',
  })
  const threat = comment('hot-1', 'Jag ska döda dig, din jävla tjänsteman i ishallen', {
    parent: 'inlagg-1',
    author: 'Roger K.',
    publishedAt: '2026-11-18T10:00:00Z',
  })
  await ingest(accounts.blog, [
    incoming(post),
    {
      item: question,
      media: [{ name: 'media-1', mediaType: 'text/html', bytes: Buffer.from('<script>alert(1)</script>') }],
      refusals: [
        { url: 'http://127.0.0.1/bild.png', reason: 'Adressen leder till ett privat nät och hämtas inte.' },
      ],
    },
    incoming(threat),
    incoming(
      comment('borta-1', 'Det här togs bort av den som skrev det, om ishallar.', { author: 'Storlundabo76' }),
    ),
    ...Array.from({ length: 60 }, (_, n) => incoming(plain(n))),
  ])
  await ingest(accounts.news, [
    incoming(
      comment('bok-1', 'Bokbussen kommer till Kvarngatan på torsdag.', { author: 'Kerstin', kind: 'post' }),
    ),
  ])
  place.house.clock.advance(60_000)
  const edited = {
    ...post,
    text: 'Ishallens tider under jul och nyår. Åkningen flyttas till 13–15.',
    versionKey: '2',
  }
  await ingest(accounts.blog, [incoming(edited)])
  await withMunicipality(house.db, municipality, (tx) =>
    ingestGone(house, tx, { municipalityId: municipality, accountId: accounts.blog }, [
      { ref: { platformId: 'borta-1', kind: 'comment' }, confirmation: 'Sidan svarar 404' },
    ]),
  )
}

/** How collection has gone: the blog works, with a gap this night; the news has been down for three hours. */
async function collectionAsItStands(
  { house }: TestHouse,
  municipality: MunicipalityId,
  accounts: RecordsStage['accounts'],
): Promise<void> {
  const now = house.clock.now()
  const before = (hours: number) => new Date(now.getTime() - hours * hourMilliseconds)
  const hour = (hours: number) =>
    new Date(Math.floor(before(hours).getTime() / hourMilliseconds) * hourMilliseconds)
  await withMunicipality(house.db, municipality, async (tx) => {
    const state = (accountId: AccountId) =>
      tx
        .updateTable('collection_state')
        .where('municipality_id', '=', municipality)
        .where('account_id', '=', accountId)
    await state(accounts.blog)
      .set({ last_success_at: now, next_attempt_at: now, reported_count: 66, known_count: 63 })
      .execute()
    await state(accounts.news)
      .set({
        last_success_at: before(4),
        failing_since: before(3),
        failure: 'retryLater',
        failure_detail: 'Nyhetsflöde svarar inte som det ska. Vi försöker igen av oss själva.',
        next_attempt_at: new Date(now.getTime() + 600_000),
      })
      .execute()
    const gap = (account_id: AccountId, hours: number, reason: string) => ({
      municipality_id: municipality,
      account_id,
      hour: hour(hours),
      state: 'gap',
      rounds: 1,
      items: 0,
      reason,
    })
    await tx
      .insertInto('account_hour')
      .values([
        gap(accounts.blog, 9, 'Uppsikt var inte igång. Hämtat i efterhand.'),
        gap(accounts.blog, 8, 'Uppsikt var inte igång. Hämtat i efterhand.'),
        gap(accounts.news, 2, 'Nyhetsflöde svarar inte som det ska.'),
        { ...gap(accounts.blog, 1, ''), state: 'collected', items: 12, reason: null },
      ])
      .execute()
  })
}

export async function recordsStage(now = new Date('2026-11-19T09:40:00Z')): Promise<RecordsStage> {
  const place = await testHouse(new Date(now.getTime() - 3 * 24 * hourMilliseconds))
  const municipality = await addMunicipality(place.house, { name: 'Storlunda kommun', policy: 'falun' })
  const accounts = await addAccounts(place, municipality)
  place.house.clock.set(now)
  const people = {
    hanna: await person(place, municipality, 'Hanna Ek', 'headOfCommunications'),
    maja: await person(place, municipality, 'Maja Lindqvist', 'communicator'),
    samira: await person(place, municipality, 'Samira Haddad', 'editor', 'Kultur'),
    rut: await person(place, municipality, 'Rut Granskare', 'auditor'),
    arvid: await person(place, municipality, 'Arvid Arkivarie', 'archivist'),
  }
  const system = systemActor(municipality)
  await setResponsible(place.house, system, accounts.blog, { owner: people.maja.staffId, deputy: null })
  await fill(place, municipality, accounts)
  const rows = await withMunicipality(place.house.db, municipality, (tx) =>
    selectItems(tx, municipality).execute(),
  )
  const records = new Map(rows.map((row) => [row.platform_id, row.record_id as RecordId]))
  const recordOf = (id: string): string => records.get(id) ?? ''
  await screenRecords(place.house, municipality, accounts.blog, [{ record: recordOf('hot-1'), version: 1 }])
  await collectionAsItStands(place, municipality, accounts)
  await confirmRound(
    place.house,
    {
      ...system,
      kind: 'staff',
      staffId: people.maja.staffId,
      name: 'Maja Lindqvist',
      grants: [{ role: 'communicator' }],
    },
    { accountId: accounts.blog, lastRecordId: records.get('fraga-1') ?? null, note: 'Morgonrunda' },
  )
  await sealLog(place.house, municipality)
  const server = await listen(createApp(place.house).fetch)
  return {
    place,
    municipality,
    url: server.url,
    accounts,
    people,
    records,
    async close() {
      await server.close()
      await place.close()
    },
  }
}
