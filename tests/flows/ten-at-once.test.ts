import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { StaffId, TaskId } from '../../src/kernel/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { othersAt } from '../../src/modules/tasks/index.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

interface Person {
  readonly name: string
  readonly staffId: StaffId
  readonly session: string
}

let stage: Stage
let ten: Person[]

beforeAll(async () => {
  stage = await queueStage()
  ten = await Promise.all(
    ['Alma', 'Bo', 'Cilla', 'Dan', 'Ebba', 'Folke', 'Greta', 'Hugo', 'Ines', 'Jonas'].map(async (first) => {
      const name = `${first} Bergwall`
      const { staffId } = await addStaff(stage.house, systemActor(stage.municipality), {
        email: `${first.toLowerCase()}@storlunda.test`,
        name,
        roles: [{ role: 'communicator' }],
      })
      const { token } = await startSession(stage.house, stage.municipality, staffId as StaffId)
      return { name, staffId: staffId as StaffId, session: token }
    }),
  )
})
afterAll(() => stage?.close())

/** A form as one person's browser was given it: where it goes, and all that is hidden in it. */
interface Drawn {
  readonly person: Person
  readonly action: string
  readonly hidden: Readonly<Record<string, string>>
}

async function drawn(person: Person, page: string, action: string): Promise<Drawn> {
  const html = await (await stage.ask(page, person.session)).text()
  const form = new RegExp(`<form[^>]* action="${action}[?"].*?</form>`, 's').exec(html)?.[0]
  if (!form) throw new Error(`${page} has no form ${action}`)
  const hidden = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return { person, action, hidden: Object.fromEntries([...hidden].map(([, name, value]) => [name, value])) }
}

const sent = ({ person, action, hidden }: Drawn, fields: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stage.url}${action}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `uppsikt=${person.session}` },
    body: new URLSearchParams({ ...hidden, ...fields }),
  })

const rows = (table: 'measure' | 'referral' | 'supervision_round', recordId?: string | null) =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom(table)
      .selectAll()
      .$if(recordId !== undefined, (query) => query.where('record_id' as never, '=', recordId as never))
      .execute(),
  )

const taskRow = (taskId: TaskId) =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx.selectFrom('task').selectAll().where('task_id', '=', taskId).executeTakeFirstOrThrow(),
  )

const audited = async (verb: string, id: string) =>
  (
    await withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx
        .selectFrom('audit_event')
        .selectAll()
        .where('verb', '=', verb)
        .where('subject_id', '=', id)
        .execute(),
    )
  ).length

const hiding = { atgard: 'hide', grund: 'house-swearing' }

/** Each person's own words, to find them again. */
const words = ({ name }: Person) => `Skrivet av ${name}.`

test('ten decide about the same comment: one measure, and nine are told by whom, with what they wrote', async () => {
  const task = await stage.arrived('Vilken jävla dålig sak')
  const at = `/ko/${task.taskId}/atgard`
  const forms = await Promise.all(ten.map((person) => drawn(person, at, at)))
  const answers = await Promise.all(
    forms.map((form) => sent(form, { ...hiding, motivering: words(form.person) })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(422)])
  const winner = ten[answers.findIndex(({ status }) => status === 303)] as Person
  for (const [n, answer] of answers.entries()) {
    if (answer.status === 303) continue
    const page = await answer.text()
    expect(page).toContain(`${winner.name} beslutade att dölja det i dag`)
    expect(page).toContain(words(ten[n] as Person))
  }
  const measures = await rows('measure', task.recordId)
  expect(measures).toMatchObject([{ staff_id: winner.staffId, note: words(winner) }])
  await until('it is hidden', async () => (stage.statusOf(task.number) === 'hold' ? true : undefined))
  // Hidden by now, there is nothing to hide: whoever sends the old page is told the same.
  const late = await sent(forms[answers.findIndex(({ status }) => status === 422)] as Drawn, {
    ...hiding,
    motivering: 'Sent på kvällen',
  })
  const page = await late.text()
  expect([late.status, page]).toEqual([
    422,
    expect.stringContaining(`${winner.name} beslutade att dölja det`),
  ])
  expect(page).toContain('Sent på kvällen')
})

test('ten answer the same question: one answer leaves, and nobody’s words are lost', async () => {
  const task = await stage.arrived('När öppnar badhuset på lördag?', 'Birgitta Sörman')
  const [reply, dialogue] = [`/ko/${task.taskId}/svara`, `/dialog/${task.taskId}`]
  const forms = await Promise.all(
    ten.map((person, n) => (n % 2 ? drawn(person, reply, reply) : drawn(person, dialogue, dialogue))),
  )
  const answers = await Promise.all(
    forms.map((form) => sent(form, { svar: words(form.person), gor: 'skicka' })),
  )
  const winner = ten[answers.findIndex(({ status }) => status === 303)] as Person
  for (const [n, answer] of answers.entries()) {
    if (answer.status === 303) continue
    const page = await answer.text()
    expect([ten[n]?.name, page]).toEqual([
      ten[n]?.name,
      expect.stringContaining(`${winner.name} svarade i dag`),
    ])
    expect(page).toContain(words(ten[n] as Person))
  }
  expect(await rows('measure', task.recordId)).toMatchObject([{ kind: 'reply', staff_id: winner.staffId }])
  await until('the answer stands on the blog', async () =>
    stage.blog.comments().some(({ content }) => content.includes(words(winner))) ? true : undefined,
  )
  expect(stage.blog.comments().filter(({ parent }) => parent === task.number)).toHaveLength(1)
})

test('ten let the same stand, and ten do all kinds of things at once: it ends once, and each is told how', async () => {
  const task = await stage.arrived('Ni plogar aldrig hos oss')
  const leave = `/ko/${task.taskId}/lat-sta`
  const left = await Promise.all(
    (await Promise.all(ten.map((person) => drawn(person, `/ko/${task.taskId}`, leave)))).map((form) =>
      sent(form),
    ),
  )
  expect(left.map(({ status }) => status)).toEqual(Array(10).fill(303))
  const { done_by, outcome } = await taskRow(task.taskId)
  expect(outcome).toBe('left')
  expect(await audited('tasks.leave', task.taskId)).toBe(1)
  const winner = ten.find(({ staffId }) => staffId === done_by) as Person
  for (const [n, answer] of left.entries()) {
    const told = await (await stage.ask(answer.headers.get('location') ?? '', ten[n]?.session)).text()
    expect(told).toContain(ten[n] === winner ? 'Det fick stå.' : `${winner.name} lät det stå i dag`)
  }

  const mixed = await stage.arrived('Vad fan håller ni på med?', 'Arg')
  const at = (act: string) => `/ko/${mixed.taskId}/${act}`
  const acts = ['atgard', 'svara', 'lat-sta', 'hanvisa'] as const
  const forms = await Promise.all(
    ten.map((person, n) => {
      const act = acts[n % 4] ?? 'svara'
      const path = act === 'hanvisa' ? `/dialog/${mixed.taskId}/hanvisa` : at(act)
      return drawn(person, act === 'lat-sta' ? `/ko/${mixed.taskId}` : path, path)
    }),
  )
  const fields = (person: Person) => ({ ...hiding, motivering: words(person), svar: words(person) })
  const refer = { enhet: 'Gata', epost: 'gata@storlunda.test' }
  const answers = await Promise.all(
    forms.map((form) => sent(form, { ...fields(form.person), ...refer, fraga: words(form.person) })),
  )
  const ended = await taskRow(mixed.taskId)
  const measures = await rows('measure', mixed.recordId)
  expect(measures.length + (ended.outcome === 'left' ? 1 : 0)).toBe(1)
  const ender = ten.find(({ staffId }) => staffId === ended.done_by) as Person
  for (const [n, answer] of answers.entries()) {
    if (answer.status === 303) continue
    const page = await answer.text()
    expect([answer.status, page]).toEqual([
      expect.any(Number),
      expect.stringMatching(/Bergwall (?:beslutade|svarade|lät|hänvisade|åtgärdade)/),
    ])
    expect(page).toContain(words(ten[n] as Person))
  }
  expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThan(0)
  expect(ender).toBeDefined()
})

test('ten work on ten comments, and none is in the way of another', async () => {
  for (const { name } of ten) await stage.commentOnFeed(name, `Hälsningar från ${name}`)
  const tasks = await until('all are in the queue', async () => {
    const found = (await stage.open()).filter(
      ({ kind, accountId }) => kind === 'item' && accountId === stage.accounts.feed,
    )
    return found.length === 10 ? found : undefined
  })
  const forms = await Promise.all(
    ten.map((person, n) => drawn(person, `/ko/${tasks[n]?.taskId}`, `/ko/${tasks[n]?.taskId}/lat-sta`)),
  )
  const answers = await Promise.all(forms.map((form) => sent(form)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303))
  const ends = await Promise.all(tasks.map(({ taskId }) => taskRow(taskId)))
  expect(ends.map(({ done_by }) => done_by)).toEqual(ten.map(({ staffId }) => staffId))
})

test('a thumb that presses twice, and a line that loses the answer: the same is done once, and answered alike', async () => {
  const [maja] = ten as [Person]
  const twice = async (form: Drawn, fields: Record<string, string> = {}) => {
    const both = await Promise.all([sent(form, fields), sent(form, fields)])
    const again = await sent(form, fields)
    return [...both, again].map(({ status }) => status)
  }
  const task = await stage.arrived('Var lämnar man jävla batterier?', 'Sten')
  const hide = await drawn(maja, `/ko/${task.taskId}/atgard`, `/ko/${task.taskId}/atgard`)
  const refer = await drawn(maja, `/dialog/${task.taskId}/hanvisa`, `/dialog/${task.taskId}/hanvisa`)
  const unit = { enhet: 'Avfall', epost: 'avfall@storlunda.test', fraga: 'Var?' }
  expect(await twice(refer, unit)).toEqual([303, 303, 303])
  expect(await rows('referral', task.recordId)).toHaveLength(1)
  expect(await twice(hide, { ...hiding, motivering: 'Svordom' })).toEqual([303, 303, 303])
  await until('it is hidden', async () => (stage.statusOf(task.number) === 'hold' ? true : undefined))
  expect((await sent(hide, { ...hiding, motivering: 'Svordom' })).status).toBe(303)
  expect(await rows('measure', task.recordId)).toHaveLength(1)

  const asked = await stage.arrived('Är det öppet på trettondagen?', 'Lena')
  const reply = await drawn(maja, `/ko/${asked.taskId}/svara`, `/ko/${asked.taskId}/svara`)
  expect(await twice(reply, { svar: 'Ja, 10 till 16.' })).toEqual([303, 303, 303])
  expect(await rows('measure', asked.recordId)).toHaveLength(1)

  const round = `/ko/runda/${stage.accounts.blog}`
  const html = await (await stage.ask(round, maja.session)).text()
  const sist = /name="sist" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const [first, second] = ten as [Person, Person]
  const forms = await Promise.all([first, second].map((person) => drawn(person, round, round)))
  expect(await twice(forms[0] as Drawn, { sist })).toEqual([303, 303, 303])
  expect(await rows('supervision_round')).toHaveLength(1)
  const told = await sent(forms[1] as Drawn, { sist })
  expect([told.status, await told.text()]).toEqual([
    422,
    expect.stringContaining(`${first.name} avslutade en runda på kontot i dag`),
  ])
  expect(await rows('supervision_round')).toHaveLength(1)
})

test('words that have come since the page was drawn are not left unread', async () => {
  const [maja] = ten as [Person]
  const task = await stage.arrived('Tack för plogningen', 'Nöjd')
  const form = await drawn(maja, `/ko/${task.taskId}`, `/ko/${task.taskId}/lat-sta`)
  stage.blog.editComment(task.number, 'Jag ska slå ihjäl er')
  await stage.collectNow()
  await until('the edit is collected', async () => {
    const page = await (await stage.ask(`/ko/${task.taskId}`)).text()
    return page.includes('slå ihjäl') ? true : undefined
  })
  const refused = await sent(form)
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('Det har ändrats')])
  expect((await taskRow(task.taskId)).done_at).toBeNull()
})

test('who has it open is seen in the list, on the item and in the form, and goes by itself', async () => {
  const [alma, bo] = ten as [Person, Person]
  const task = await stage.arrived('Har ni öppet i helgen?', 'Kim')
  await stage.ask(`/ko/${task.taskId}`, bo.session)
  const text = /Bo Bergwall har det öppet sedan \d\d\.\d\d/
  for (const path of ['/ko', `/ko/${task.taskId}`, `/ko/${task.taskId}/svara`, `/dialog/${task.taskId}/`])
    expect([path, await (await stage.ask(path, alma.session)).text()]).toEqual([
      path,
      expect.stringMatching(text),
    ])
  expect(await (await stage.ask('/ko', bo.session)).text()).not.toMatch(text)
  expect(await (await stage.ask('/dialog', alma.session)).text()).toMatch(text)
  const shownAt = (minutes: number) =>
    withMunicipality(stage.house.db, stage.municipality, (tx) => {
      const at = new Date(stage.house.clock.now().getTime() + minutes * 60_000)
      return othersAt(tx, stage.municipality, [task.taskId], alma.staffId, at)
    })
  expect((await shownAt(9)).get(task.taskId)).toMatchObject([{ name: bo.name }])
  expect((await shownAt(11)).size).toBe(0)
})

test('the archive holds afterwards', async () => {
  expect((await verifyArchive(stage.house, stage.municipality)).problems).toEqual([])
})
