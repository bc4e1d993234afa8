import { Agent, request } from 'node:http'
import { apart, whenApart } from './apart.ts'

/** Some people in one municipality, each at a browser of their own. */
export interface Work {
  readonly url: string
  /** Which municipality: the host name that it answers on. */
  readonly host: string
  readonly sessions: readonly string[]
  /** An account to filter by. */
  readonly accountId: string
  /** How many times each goes through the queue. */
  readonly turns: number
  /** Between two requests of one person, milliseconds. */
  readonly pause: number
}

/** Milliseconds of each answer, by what was asked for. */
export type Times = Readonly<Record<string, readonly number[]>>

/** In a process of their own. */
export async function tenPeople(work: Work): Promise<Times> {
  const people = await apart<null, Work, Times>(import.meta.url)
  const times = await people.ask(work)
  await people.end()
  return times
}

interface Answer {
  readonly status: number
  readonly location: string
  readonly body: string
}

/** One person: what a page showed decides what is asked for next. */
class Person {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #work: Work
  readonly #session: string
  readonly times: Record<string, number[]> = {}

  constructor(work: Work, session: string) {
    this.#work = work
    this.#session = session
  }

  async ask(what: string, path: string, form?: Record<string, string>, part = false): Promise<Answer> {
    const begun = performance.now()
    const answer = await this.#send(path, form, part)
    this.times[what] = [...(this.times[what] ?? []), performance.now() - begun]
    if (answer.status >= 400) throw new Error(`${what}: ${path} answered ${answer.status}`)
    await this.rest()
    return answer
  }

  rest(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#work.pause * (0.5 + Math.random())))
  }

  #send(path: string, form: Record<string, string> | undefined, part: boolean): Promise<Answer> {
    const body = form && new URLSearchParams(form).toString()
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const sent = request(
      `${this.#work.url}${path}`,
      {
        agent: this.#agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          host: this.#work.host,
          cookie: `uppsikt=${this.#session}`,
          ...(part && { 'hx-request': 'true' }),
          ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (bytes: Buffer) => parts.push(bytes))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? '',
            body: Buffer.concat(parts).toString('utf8'),
          }),
        )
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
    return promise
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** A form's hidden fields, as the page gave them. */
function hiddenIn(page: string, action: string): Record<string, string> {
  const form = new RegExp(`<form[^>]* action="${action}[?"].*?</form>`, 's').exec(page)?.[0]
  if (!form) throw new Error(`no form ${action}`)
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value]))
}

const hrefs = (page: string, pattern: RegExp): string[] =>
  [...page.matchAll(pattern)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'))

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** Through the list, its filters and its next pages, into an item far from the others', and done with it. */
async function turn(me: Person, accountId: string, at: number): Promise<void> {
  let page = (await me.ask('first page', '/ko')).body
  for (let n = 0; n <= at % 3; n += 1) {
    const next = hrefs(page, /<a href="(\/ko\?[^"]*efter=[^"]*)"/g).at(-1)
    if (!next) break
    page = (await me.ask('next page', next)).body
  }
  await me.ask('by account', `/ko?konto=${accountId}`)
  await me.ask('by reason', '/ko?skal=question')
  await me.ask('a rare reason', '/ko?skal=threat')
  await me.ask('mine', '/ko?urval=mina')
  await me.ask('done', '/ko?urval=klart')
  await me.ask('all that came', '/ko?urval=inkommet')
  await me.ask('news', `/ko/nytt?sedan=${new Date().toISOString()}`, undefined, true)
  await me.ask('overview', '/oversikt')
  await me.ask('dialogue', '/dialog')
  const all = hrefs(page, new RegExp(`<a href="(/ko/${uuid}[^"]*)"`, 'g'))
  const path = all[at % all.length] ?? ''
  const id = new RegExp(uuid).exec(path)?.[0] ?? ''
  await me.ask('item, swapped in', path, undefined, true)
  const item = (await me.ask('item, whole page', path)).body
  if (!item.includes(`/ko/${id}/lat-sta`)) return
  await me.ask('form to hide', `/ko/${id}/atgard?val=hide`, undefined, true)
  const note = { ...hiddenIn(item, `/ko/${id}/anteckning`), anteckning: 'Sett.' }
  await me.ask('act: note', `/ko/${id}/anteckning`, note)
  await me.ask('act: leave', `/ko/${id}/lat-sta`, hiddenIn(item, `/ko/${id}/lat-sta`))
}

async function carryOut(work: Work): Promise<Times> {
  const people = work.sessions.map((session) => new Person(work, session))
  await Promise.all(
    people.map(async (me, at) => {
      // Ten people work at once; they do not all sit down in the same millisecond.
      await me.rest()
      for (let n = 0; n < work.turns; n += 1) await turn(me, work.accountId, at * 5 + n)
      me.close()
    }),
  )
  const names = [...new Set(people.flatMap(({ times }) => Object.keys(times)))]
  return Object.fromEntries(names.map((name) => [name, people.flatMap(({ times }) => times[name] ?? [])]))
}

await whenApart(import.meta.url, async () => ({ told: null, work: carryOut }))
