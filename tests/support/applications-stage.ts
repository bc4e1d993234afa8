import { startWordPressDouble, type WordPressDouble } from '../../doubles/wordpress/index.ts'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker } from '../../src/app/worker.ts'
import type { House } from '../../src/infra/house.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import { type DepartmentId, dayOf, type MunicipalityId, ok, type StaffId } from '../../src/kernel/index.ts'
import {
  answerMandate,
  askMandate,
  beginApplication,
  comment,
  decide,
  enterApproved,
  judgeTerms,
  readApplication,
  savePlan,
  sendApplication,
  tick,
} from '../../src/modules/applications/index.ts'
import { checklistFor, planFields } from '../../src/modules/applications/plan.ts'
import {
  addDepartment,
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { listen } from './browser.ts'
import { type TestHouse, testHouse } from './house.ts'

export type Person = { readonly name: string; readonly staffId: StaffId; readonly session: string }
type Name = 'hanna' | 'ida' | 'tomas' | 'maja' | 'eva' | 'bo' | 'sara'

export interface ApplicationsStage {
  readonly place: TestHouse
  readonly house: House
  readonly municipality: MunicipalityId
  readonly url: string
  readonly blog: WordPressDouble
  /**
   * hanna and ida edit in Kultur, tomas is the manager there, maja communicates for everyone, eva is head of
   * communications, bo edits in Teknik, sara may do everything.
   */
  readonly people: Readonly<Record<Name, Person>>
  readonly departmentId: string
  readonly letters: readonly Mail[]
  /** The page as a person reads it, without marks. */
  read(path: string, who: Name): Promise<string>
  ask(path: string, who: Name): Promise<Response>
  /** Sends a form as the page at `from` would. @returns the answer, unfollowed. */
  send(who: Name, from: string, path: string, fields: Record<string, string | string[]>): Promise<Response>
  /** Sends a file as the page at its path would. */
  sendFile(who: Name, path: string, name: string, bytes: Buffer): Promise<Response>
  close(): Promise<void>
}

/** What a person reads, without the marks. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&[a-z]+;|&#\d+;/g, ' ')
    .replace(/\s+/g, ' ')

async function hire(
  house: House,
  municipality: MunicipalityId,
  name: string,
  roles: readonly Role[],
  department?: string,
): Promise<Person> {
  const { staffId } = await addStaff(house, systemActor(municipality), {
    email: `${name.split(' ')[0]?.toLowerCase()}@storlunda.test`,
    name,
    roles: roles.map((role) => ({ role, ...(department && { department }) })),
  })
  const { token } = await startSession(house, municipality, staffId)
  return { name, staffId, session: token }
}

/** Storlunda with its worker, its post and a blog that answers. */
export async function applicationsStage(policy = 'falun'): Promise<ApplicationsStage> {
  const begins = new Date('2026-11-19T07:40:00Z')
  const place = await testHouse(begins)
  const began = performance.now()
  const clock = { now: () => new Date(begins.getTime() + performance.now() - began) }
  const letters: Mail[] = []
  const mailer = {
    configured: true,
    send: async (mail: Mail) => {
      letters.push(mail)
      return ok(undefined)
    },
  }
  const house: House = { ...place.house, clock, mailer }
  const municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy })
  const departmentId = await addDepartment(house, systemActor(municipality), { name: 'Kultur' })
  const person = (name: string, role: Role, department?: string) =>
    hire(house, municipality, name, [role], department)
  const people = {
    hanna: await person('Hanna Rosell', 'editor', 'Kultur'),
    ida: await person('Ida Kvist', 'editor', 'Kultur'),
    tomas: await person('Tomas Ekdal', 'manager', 'Kultur'),
    maja: await person('Maja Lindqvist', 'communicator'),
    eva: await person('Eva Thorn', 'headOfCommunications'),
    bo: await person('Bo Berg', 'editor', 'Teknik'),
    sara: await hire(house, municipality, 'Sara Alm', ['communicator', 'manager']),
  }
  const blog = await startWordPressDouble({ clock })
  const worker = await startWorker({ house, pool: place.database.pool })
  const server = await listen(createApp(house).fetch)
  const ask = (path: string, who: Name) =>
    fetch(`${server.url}${path}`, {
      redirect: 'manual',
      headers: { cookie: `uppsikt=${people[who].session}` },
    })
  return {
    place,
    house,
    municipality,
    url: server.url,
    blog,
    people,
    departmentId,
    letters,
    ask,
    read: async (path, who) => wordsOf(await (await ask(path, who)).text()),
    async send(who, from, path, fields) {
      const page = await (await ask(from, who)).text()
      const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
      const body = new URLSearchParams({ _csrf: token })
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) body.append(name, one)
      return fetch(`${server.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `uppsikt=${people[who].session}` },
        body,
      })
    },
    async sendFile(who, path, name, bytes) {
      const page = await (await ask(path, who)).text()
      const body = new FormData()
      body.set('_csrf', /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '')
      body.set(name, new File([new Uint8Array(bytes)], 'lista.csv'))
      return fetch(`${server.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `uppsikt=${people[who].session}` },
        body,
      })
    },
    async close() {
      await server.close()
      await worker.stop()
      await blog.close()
      await place.close()
    },
  }
}

/** An application that has gone all the way, by its verbs; its path, and the account that came of it. */
export async function decidedAndEntered({ house, municipality, people, departmentId }: ApplicationsStage) {
  const actorOf = async ({ session }: Person): Promise<Actor> => {
    const found = await resolveSession(house, municipality, session)
    if (!found) throw new Error('nobody is signed in')
    return found.actor
  }
  const [hanna, tomas, maja] = await Promise.all([people.hanna, people.tomas, people.maja].map(actorOf))
  if (!hanna || !tomas || !maja) throw new Error('somebody is missing')
  const begun = { platform: 'bluesky', departmentId: departmentId as DepartmentId, name: 'Museet' }
  const id = await beginApplication(house, hanna, catalogue, begun)
  const texts = planFields.map(({ name, kind, choices }) => {
    const person = name === 'ansvarig' ? people.hanna : people.ida
    const [choice = `Om ${name}`] = Object.keys(choices ?? {})
    return [name, { text: kind === 'person' ? person.staffId : choice, from: 1 }] as const
  })
  await savePlan(house, hanna, catalogue, id, new Map(texts))
  await askMandate(house, hanna, catalogue, id, people.tomas.staffId)
  await answerMandate(house, tomas, catalogue, id, { given: true, reason: '' })
  const judged = { usable: true, suspected: 'no', security: '', reason: 'Prövat.' } as const
  await judgeTerms(house, hanna, catalogue, id, judged)
  const items = checklistFor((await readApplication(house, hanna, catalogue, id)).around.settings)
  for (const [who, actor] of [['employee', hanna] as const, ['manager', tomas] as const])
    await tick(
      house,
      actor,
      catalogue,
      id,
      who,
      items.map((item) => item.id),
    )
  await sendApplication(house, hanna, catalogue, id)
  await comment(house, maja, catalogue, id, { goOn: true, text: 'Inget att invända.' })
  const on = dayOf(house.clock.now())
  const ruling = {
    approved: true,
    delegated: false,
    decidedBy: 'Tomas Ekdal',
    on,
    delegation: '',
    diaryNumber: '',
    reason: '',
  }
  await decide(house, tomas, catalogue, id, ruling)
  const account = await enterApproved(house, maja, catalogue, id, 'https://bsky.app/profile/museet')
  return { decided: `/register/ansokan/${id}`, account }
}
