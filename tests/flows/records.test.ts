import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import {
  openCheckpoint,
  openZip,
  signerFrom,
  tilePath,
  tileWidth,
  treeFromTiles,
  widthAt,
} from '../../src/evidence/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { auditTrail } from '../../src/modules/audit/index.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uppsikt-records-'))
  stage = await recordsStage()
})
afterAll(async () => {
  await stage?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Name = keyof RecordsStage['people']
const record = (id: string): string => stage.records.get(id) ?? ''

const ask = (path: string, who?: Name) =>
  fetch(`${stage.url}${path}`, {
    redirect: 'manual',
    headers: who ? { cookie: `uppsikt=${stage.people[who].session}` } : {},
  })
const read = async (path: string, who?: Name): Promise<string> => (await ask(path, who)).text()

/** Sends a form as the page at `from` would: with the token that the page carries. */
async function send(who: Name, from: string, path: string, fields: readonly (readonly [string, string])[]) {
  const token = /name="_csrf" value="([^"]+)"/.exec(await read(from, who))?.[1] ?? ''
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `uppsikt=${stage.people[who].session}` },
    body: new URLSearchParams([['_csrf', token], ...fields.map(([name, value]) => [name, value])]),
  })
}

const titlesIn = (html: string): string[] =>
  [...html.matchAll(/<a href="\/handlingar\/[^"]+">([^<]+)<\/a><p class="meta-row"/g)].map(
    ([, title]) => title ?? '',
  )

describe('searching', () => {
  test('an inflected form is found, marked, and newest first', async () => {
    const html = await read('/sok?q=ishall', 'maja')
    expect(titlesIn(html)).toEqual([
      'Kommentar av Storlundabo76',
      'Kommentar av Roger K.',
      'Kommentar av Elin Dahlroth',
      'Inlägg av Storlunda kommun',
    ])
    expect(html).toContain('<mark>ishallen</mark>')
    expect(html).toContain('<mark>Ishallens</mark>')
    expect(html).toContain('4 handlingar')
  })

  test('where it is now is said in words, and what threatens is not shown in a list', async () => {
    const html = await read('/sok?q=ishall', 'maja')
    expect(html).toContain('Borta från plattformen')
    expect(html).toContain('2 versioner')
    expect(html).not.toContain('döda')
  })

  test('filters narrow by account, author, period, direction and state', async () => {
    expect(titlesIn(await read(`/sok?konto=${stage.accounts.news}`, 'maja'))).toEqual(['Inlägg av Kerstin'])
    expect(titlesIn(await read('/sok?av=elin+dahlroth', 'maja'))).toEqual(['Kommentar av Elin Dahlroth'])
    expect(titlesIn(await read('/sok?fran=2026-11-18&till=2026-11-18', 'maja'))).toHaveLength(3)
    expect(titlesIn(await read('/sok?riktning=upprattad', 'maja'))).toEqual(['Inlägg av Storlunda kommun'])
    expect(titlesIn(await read('/sok?lage=borta', 'maja'))).toEqual(['Kommentar av Storlundabo76'])
  })

  test('sixty hits come as fifty and ten, each once', async () => {
    const first = await read('/sok?q=snöröjning', 'maja')
    expect(first).toContain('60 handlingar')
    const older =
      /href="(\/sok\?[^"]*efter=[^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await read(older, 'maja')
    expect(second).toContain('51–60 av 60')
    const ids = [first, second].flatMap((html) =>
      [...html.matchAll(/href="\/handlingar\/([0-9a-f-]{36})">/g)].map(([, id]) => id),
    )
    expect([ids.length, new Set(ids).size]).toEqual([60, 60])
  })

  test('an account that cannot be collected is told beside "nothing found", never hidden behind it', async () => {
    const html = await read('/sok?q=finnsintealls', 'maja')
    expect(html).toContain('Ingen handling stämmer')
    expect(html).toContain('Bibliotekets nyheter går inte att hämta just nu')
  })

  test('an editor of another department sees neither hit nor record nor proof', async () => {
    expect(titlesIn(await read('/sok?q=ishall', 'samira'))).toEqual([])
    expect(titlesIn(await read(`/sok?konto=${stage.accounts.blog}`, 'samira'))).toEqual([])
    expect(titlesIn(await read('/sok?q=bokbuss', 'samira'))).toEqual(['Inlägg av Kerstin'])
    const id = record('fraga-1')
    const paths = [`/handlingar/${id}`, `/handlingar/${id}/delar/1/raw`, `/handlingar/${id}/bevis`]
    for (const path of paths) {
      const answer = await ask(path, 'samira')
      expect([path, answer.status]).toEqual([path, 403])
      expect(await answer.text()).not.toContain('Elin Dahlroth')
    }
    expect((await ask(`/handlingar/${record('bok-1')}`, 'samira')).status).toBe(200)
  })

  test('whoever begins many searches waits for two of them, and all that wait leave room for other screens', async () => {
    const client = await stage.place.database.owner.connect()
    const waiting = async (): Promise<number> => {
      const { rows } = await client.query(
        `SELECT count(*)::int AS count FROM pg_locks WHERE relation = 'item'::regclass AND NOT granted`,
      )
      return rows[0].count
    }
    const many = (who: Name) => Array.from({ length: 8 }, () => ask('/sok?q=ishall', who))
    const searches: Promise<Response>[] = []
    try {
      // Nothing is found while somebody holds the table: every search takes its time.
      await client.query('BEGIN; LOCK TABLE item')
      searches.push(...many('maja'))
      await expect.poll(waiting, { timeout: 5_000 }).toBe(2)
      searches.push(...many('hanna'), ...many('samira'))
      await expect.poll(waiting, { timeout: 5_000 }).toBe(5)
      expect((await ask('/installningar/mig', 'maja')).status).toBe(200)
      expect(await waiting()).toBe(5)
    } finally {
      await client.query('COMMIT')
      client.release()
    }
    expect(new Set((await Promise.all(searches)).map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('a record', () => {
  test('shows what changed between its versions, what could not be kept, and that somebody read it', async () => {
    const html = await read(`/handlingar/${record('inlagg-1')}`, 'arvid')
    expect(html).toMatch(/<del>.*?10.*?<\/del>/s)
    expect(html).toMatch(/<ins>.*?13.*?<\/ins>/s)
    expect(await read(`/handlingar/${record('fraga-1')}`, 'arvid')).toContain(
      'Adressen leder till ett privat nät',
    )
    const subject = { kind: 'record', id: record('inlagg-1') }
    const { events } = await auditTrail(stage.place.house, systemActor(stage.municipality), { subject })
    expect(events[0]).toMatchObject({ verb: 'records.read', actor: 'Arvid Arkivarie' })
  })

  test('what is gone from the platform is still readable here', async () => {
    const html = await read(`/handlingar/${record('borta-1')}`, 'arvid')
    expect(html).toContain('Det här togs bort av den som skrev det')
    expect(html).toContain('Borta från plattformen')
  })

  test('a threat is veiled until the reader asks for it', async () => {
    const path = `/handlingar/${record('hot-1')}`
    expect(await read(path, 'maja')).toMatch(/class="txt written veiled"[^>]*aria-hidden="true"/)
    expect(await read(`${path}?visa=1`, 'maja')).not.toContain('written veiled')
  })

  test('a part that is a web page is sent as a file that no browser runs', async () => {
    const answer = await ask(`/handlingar/${record('fraga-1')}/delar/1/media-1`, 'arvid')
    expect(await answer.text()).toBe('<script>alert(1)</script>')
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="handling-[\w.-]+"$/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect((await ask(`/handlingar/${record('fraga-1')}/delar/1/finns-inte`, 'arvid')).status).toBe(404)
  })

  test('its bundle, fetched through the page, is accepted by the verifier in it under plain Node', async () => {
    const id = record('inlagg-1')
    const answer = await send('arvid', `/handlingar/${id}/bevis`, `/handlingar/${id}/bevis`, [])
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const zip = Buffer.from(await answer.arrayBuffer())
    expect(verified(zip)).toContain('Paketet stämmer')
    expect(filesOf(zip).some((text) => text.includes('13–15'))).toBe(true)
  })

  test('with the text held back the rest still proves, and the text is nowhere in the file', async () => {
    const id = record('fraga-1')
    const fields = [
      ['undanta', 'text'],
      ['delar', 'answer'],
    ] as const
    const answer = await send('arvid', `/handlingar/${id}/bevis`, `/handlingar/${id}/bevis`, fields)
    const zip = Buffer.from(await answer.arrayBuffer())
    const told = verified(zip)
    expect(told).toContain('Paketet stämmer')
    expect(told).toContain('Undanhållna: 3')
    expect(filesOf(zip).some((text) => text.includes('Elin Dahlroth'))).toBe(true)
    expect(filesOf(zip).some((text) => text.includes('utan att ni säger till'))).toBe(false)
  })

  test('a field that is not there is refused in words', async () => {
    const path = `/handlingar/${record('fraga-1')}/bevis`
    const answer = await send('arvid', path, path, [['undanta', 'finnsinte']])
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Det finns inget fält som heter finnsinte')
  })
})

const unzip = (zip: Buffer) =>
  openZip({ size: zip.length, read: (offset, length) => zip.subarray(offset, offset + length) })

const filesOf = (zip: Buffer): string[] => {
  const { paths, read: readFile } = unzip(zip)
  return paths.map((path) => readFile(path)?.toString('utf8') ?? '')
}

/** What the verifier inside the bundle says, under plain Node; throws when it does not accept the bundle. */
function verified(zip: Buffer): string {
  const path = join(folder, `${zip.length}.zip`)
  writeFileSync(path, zip)
  writeFileSync(join(folder, 'verify.mjs'), unzip(zip).read('verify.mjs') ?? '')
  return execFileSync(process.execPath, ['verify.mjs', path], { cwd: folder, env: {}, encoding: 'utf8' })
}

describe('the public log', () => {
  test('checkpoint and tiles, fetched without signing in, recompute to the signed root', async () => {
    const answer = await ask('/log/checkpoint')
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const origin = await withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
      tx.selectFrom('municipality').select('log_origin').executeTakeFirstOrThrow(),
    )
    const key = signerFrom(origin.log_origin, stage.place.house.keys.logKey(stage.municipality))
    const opened = openCheckpoint(await answer.text(), [key])
    if (!opened.ok) throw new Error(opened.error)
    const { size, root } = opened.checkpoint
    expect(size).toBeGreaterThan(60)
    const tree = treeFromTiles(size, async (level, index) => {
      const tile = await ask(`/log/${tilePath({ level, index, width: widthAt(size, level, index) })}`)
      return tile.status === 200 ? new Uint8Array(await tile.arrayBuffer()) : undefined
    })
    expect((await tree.root()).equals(Buffer.from(root))).toBe(true)
  })

  test('only hashes are public: no entries, no odd paths, nothing past the log', async () => {
    for (const path of [
      'tile/entries/000',
      'tile/0/001',
      'tile/0/000.p/256',
      'tile/0/0',
      'tile/64/000',
      `tile/0/000.p/${tileWidth - 1}`,
    ])
      expect([path, (await ask(`/log/${path}`)).status]).toEqual([path, 404])
  })
})
