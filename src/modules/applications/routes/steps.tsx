import { z } from 'zod'
import type { Permission } from '../../../access/index.ts'
import { asId, type Day, type StaffId, Stop } from '../../../kernel/index.ts'
import { actorOf, checkForm, faultsOf, many, seeOther, written } from '../../../web/index.ts'
import { pathOf } from '../screens/frame.tsx'
import { enterApproved } from '../service/enter.ts'
import { tiePlan } from '../service/plan-afterwards.ts'
import {
  answerMandate,
  askMandate,
  comment,
  decide,
  judgeTerms,
  sendApplication,
  tick,
  withdraw,
} from '../service/steps.ts'
import type { Part } from '../types.ts'
import { showWith } from './application.tsx'
import { applicationIdOf, type Handler, viewFor } from './common.ts'

/** A form of a part: checked, carried out, and shown again with what is wrong when something is. */
const formOf =
  <T,>(
    part: Part,
    permission: Permission,
    schema: z.ZodType<T>,
    gjort: string,
    carryOut: (value: T, ...to: readonly [...Parameters<typeof sendApplication>]) => Promise<void>,
  ): Handler =>
  async (house, platforms, c) => {
    const view = await viewFor(house, platforms, c, permission)
    const form = await checkForm(c, schema)
    if (!form.ok) return showWith(view, c, part, { state: form.error })
    try {
      await carryOut(form.value, house, actorOf(c), platforms, applicationIdOf(c))
    } catch (thrown) {
      // What cannot be done now is no fault of the form, which may not even be there any more.
      if (thrown instanceof Stop && thrown.ending === 'conflict') throw thrown
      return showWith(view, c, part, { state: await faultsOf(c, thrown) })
    }
    return seeOther(c, `${pathOf(view, part)}?gjort=${gjort}`)
  }

const nothing = z.object({})
const text = (most = 4_000) => z.string().trim().max(most).default('')
const isYes = z
  .string()
  .default('')
  .transform((value) => value === 'ja')

export const ask = formOf(
  'uppdrag',
  'applications.write',
  z.object({ chef: z.string().default('') }),
  'fragat',
  ({ chef }, ...to) => askMandate(...to, asId<StaffId>(chef)),
)

export const answer = formOf(
  'uppdrag',
  'applications.mandate',
  z.object({ svar: z.enum(['ja', 'nej'], { error: 'Välj om du ger uppdraget.' }), skal: text() }),
  'svarat',
  ({ svar, skal }, ...to) => answerMandate(...to, { given: svar === 'ja', reason: skal }),
)

const suspicions = { nej: 'no', tveksamt: 'doubt', ja: 'yes' } as const

export const judge = formOf(
  'villkor',
  'applications.write',
  z.object({
    last: z.literal('ja', { error: 'Läs villkoren först, och bocka i att du har gjort det.' }),
    misstankt: z.enum(['nej', 'tveksamt', 'ja'], { error: 'Välj om plattformen misstänks.' }),
    sakerhet: text(),
    skal: written('Skriv din bedömning av villkoren.', 4_000),
    anvandbar: z.enum(['ja', 'nej'], { error: 'Välj om plattformen kan användas.' }),
  }),
  'bedomt',
  ({ misstankt, sakerhet, skal, anvandbar }, ...to) =>
    judgeTerms(...to, {
      usable: anvandbar === 'ja',
      suspected: suspicions[misstankt],
      security: sakerhet,
      reason: skal,
    }),
)

const ticks = z.object({ punkter: many(z.string().max(40)) })

export const tickAsEmployee = formOf(
  'checklista',
  'applications.write',
  ticks,
  'bockat',
  ({ punkter }, ...to) => tick(...to, 'employee', punkter),
)

export const tickAsManager = formOf(
  'checklista',
  'applications.mandate',
  ticks,
  'bockat',
  ({ punkter }, ...to) => tick(...to, 'manager', punkter),
)

export const send = formOf('granska', 'applications.write', nothing, 'skickat', (_nothing, ...to) =>
  sendApplication(...to),
)

export const takeBack = formOf(
  'granska',
  'applications.write',
  z.object({ skal: written('Skriv varför ansökan tas tillbaka.', 1_000) }),
  'aterkallad',
  ({ skal }, ...to) => withdraw(...to, skal),
)

export const sayComments = formOf(
  'kommunikation',
  'applications.comment',
  z.object({
    text: written('Skriv synpunkterna, eller att ni inte har några.', 8_000),
    gor: z.enum(['vidare', 'ater'], { error: 'Välj om ansökan ska gå vidare.' }),
  }),
  'synpunkter',
  (value, ...to) => comment(...to, { goOn: value.gor === 'vidare', text: value.text }),
)

/** What a decision tells, the opening's and the closing's alike. */
export const rulingForm = z.object({
  delegerat: isYes,
  beslutare: text(200),
  datum: text(40),
  diarienummer: text(100),
  delegation: text(200),
  motivering: text(),
})

export const rulingOf = (value: z.output<typeof rulingForm>) => ({
  delegated: value.delegerat,
  decidedBy: value.beslutare,
  on: value.datum as Day,
  delegation: value.delegation,
  diaryNumber: value.diarienummer,
  reason: value.motivering,
})

export const rule = formOf(
  'beslut',
  'applications.decide',
  rulingForm.extend({ beslut: z.enum(['ja', 'nej'], { error: 'Välj om ansökan beviljas.' }) }),
  'beslutat',
  (value, ...to) => decide(...to, { ...rulingOf(value), approved: value.beslut === 'ja' }),
)

export const webAddress = z
  .string()
  .trim()
  .max(2_000)
  .refine((link) => URL.canParse(link) && /^https?:$/.test(new URL(link).protocol), {
    error: 'Kopiera länken från webbläsaren, med https framför.',
  })

export const tie = formOf('anslut', 'accounts.register', nothing, 'kopplat', (_nothing, ...to) =>
  tiePlan(...to),
)

export const enter = formOf(
  'anslut',
  'accounts.register',
  z.object({ lank: webAddress }),
  'infort',
  async ({ lank }, ...to) => {
    await enterApproved(...to, lank)
  },
)
