import { z } from 'zod'
import { clockTime, dueClocks, dueRules, isDay, type StaffId } from '../../kernel/index.ts'

/** riktlinje i inställningar. The keys are the rows of the table in docs/guideline.md; the words are in the screens. */

const days = z.array(z.int().min(1).max(7)).max(7)
const time = z.string().refine((text) => clockTime(text) !== undefined)
const line = z.string().trim().max(300)
const day = z.string().refine(isDay)

/** What a visitor may not write. The first eight are Falun's groups; the rest are the crimes that others name. */
export const forbiddenGroups = [
  'personalAttacks',
  'hateAndHarassment',
  'violenceAndPornography',
  'callsToCrime',
  'unlawfulUse',
  'swearing',
  'personalData',
  'confidential',
  'threats',
  'hateAgainstGroup',
  'incitement',
  'childAbuseImages',
  'unlawfulViolence',
  'copyright',
  'criminalMaterial',
  'sensitiveOrViolating',
  'spam',
] as const
export type ForbiddenGroup = (typeof forbiddenGroups)[number]

/** must: crimes that the law says to take away · secret: secrecy · data: personal data · house: the municipality's own rules */
export const groundGroups = ['must', 'secret', 'data', 'house'] as const
export type GroundGroup = (typeof groundGroups)[number]

const supervision = z.strictObject({
  /** Days on which every account is to be looked through, 1 Monday … 7 Sunday; empty where only `perWeek` counts. */
  days,
  /** Rounds on each of those days, and on those that are working days (the larger counts). */
  perDay: z.int().min(1).max(12),
  perWorkingDay: z.int().min(1).max(12),
  /** Rounds in a week on whichever days; 0 where `days` says it all. */
  perWeek: z.int().min(0).max(50),
  /** One of the rounds is to be after office hours, and until when it may be asked of somebody. */
  evenings: z.boolean(),
  eveningEnds: time.default('22:00'),
  deputyInAbsence: z.boolean(),
})

const acceptance = z.strictObject({ by: line.min(1), at: day, diaryNumber: line.min(1).optional() })

const retentionClass = z.strictObject({
  id: z.string().regex(/^[a-z]{1,3}$/),
  description: line.min(1),
  /** gallras genast · när den inte längre behövs · förs till diariet och följer ärendet */
  disposal: z.enum(['mayBeAtOnce', 'whenNoLongerNeeded', 'registered']),
})

/** A setting that came later has, in versions before it, the value that the program had then. */
export const settingsSchema = z.strictObject({
  supervision,
  publicHours: z.strictObject({ hours: line, statedOnAccount: z.boolean() }),
  responseTarget: z.strictObject({
    rule: z.enum(dueRules),
    clock: z.enum(dueClocks),
    officeHours: z.strictObject({
      start: time,
      end: time,
      /** Beside the holidays: closed all day, or from an earlier hour. */
      closedDays: z
        .array(z.strictObject({ day, closes: time.nullable() }))
        .max(100)
        .default([]),
    }),
    answerPositiveToo: z.boolean(),
  }),
  opening: z.strictObject({
    decidedBy: z.enum(['committee', 'department', 'manager', 'unit']),
    mayDelegate: z.boolean(),
    managersMandate: z.boolean(),
    writtenPlan: z.boolean(),
    communicationsToldFirst: z.boolean(),
    communicationsAdministers: z.boolean(),
  }),
  closing: z.strictObject({
    decidedBy: z.enum(['sameAsOpening', 'committee', 'department', 'manager', 'unit']),
    headOfCommunicationsTold: z.boolean(),
    noticeOnAccount: z.boolean(),
    /** An account without a post of its own for so many days is not kept alive. */
    staleDays: z.int().min(7).max(730).default(60),
  }),
  houseRules: z.strictObject({ forbidden: z.array(z.enum(forbiddenGroups)).min(1) }),
  /** That it is saved is not a setting: nothing is removed before its evidence is in. */
  beforeRemoval: z.strictObject({
    keepSendersDetails: z.boolean(),
    afterwards: z.enum(['keptInOrder', 'disposedByClass', 'byPlan']),
  }),
  criminalMaterial: z.strictObject({
    policeReport: z.enum(['publicProsecution', 'judgedEachTime']),
    register: z.boolean(),
  }),
  confidentialFound: z.strictObject({ removeAtOnce: z.boolean(), alwaysRegister: z.boolean() }),
  retention: z.strictObject({
    classes: z.array(retentionClass).min(1).max(12),
    ownPostsToo: z.boolean(),
    perDepartment: z.boolean(),
    /** Nothing may be disposed of without a decision (arkivlagen 1990:782, 10 §). */
    decision: z.strictObject({ diaryNumber: line.min(1), date: day }).nullable(),
  }),
  captures: z.strictObject({
    everyMonths: z.int().min(1).max(24),
    beforeLargeChanges: z.boolean(),
    register: z.boolean(),
    annualReport: z.boolean(),
  }),
  register: z.strictObject({
    keptBy: z.enum(['headOfCommunications', 'communications', 'department']),
    listedOnWebsite: z.boolean(),
  }),
  naming: z.strictObject({
    rule: z.enum(['municipalityAndUnit', 'municipality', 'clearSender']),
    profileBand: z.boolean(),
    logotypeAtFirst: z.boolean(),
  }),
  wordFilter: z.strictObject({
    level: z.enum(['none', 'medium', 'strong']),
    /** One word each; a star last also takes inflections and compounds. */
    ownWords: z.array(z.string().trim().min(2).max(60)).max(500),
    exceptions: z.array(z.string().trim().min(2).max(60)).max(500),
    hideUntilApproved: z.boolean(),
  }),
  signature: z.strictObject({
    required: z.boolean(),
    name: z.enum(['asEditorsAgreed', 'firstName', 'fullName', 'unit']),
  }),
  openness: z.strictObject({ allOpen: z.boolean() }),
  platforms: z.strictObject({
    judgedFirst: z.boolean(),
    noneSuspected: z.boolean(),
    askSecurityInDoubt: z.boolean(),
    ownBlogToolFirst: z.boolean(),
  }),
  /**
   * What happens when nobody opens: what cannot wait goes to the next in line and then to all of communications after so
   * many minutes; opened and not ended it comes to communications too. An account that is not collected: after so many hours.
   */
  alarms: z
    .strictObject({
      nextAfterMinutes: z.int().min(5).max(720),
      communicationsAfterMinutes: z.int().min(10).max(1440),
      undoneAfterMinutes: z.int().min(15).max(2880),
      failingNextAfterHours: z.int().min(1).max(72),
      failingCommunicationsAfterHours: z.int().min(1).max(168),
    })
    .default({
      nextAfterMinutes: 30,
      communicationsAfterMinutes: 60,
      undoneAfterMinutes: 120,
      failingNextAfterHours: 4,
      failingCommunicationsAfterHours: 8,
    }),
  /** How old a log-in may be, and how long there may be between two drills. */
  vault: z
    .strictObject({ changeAfterDays: z.int().min(30).max(1095), drillAfterDays: z.int().min(30).max(1095) })
    .default({ changeAfterDays: 365, drillAfterDays: 365 }),
  /**
   * Grounds on which a second person approves before a removal leaves the house, and before a hiding too; and whether one
   * reads each answer before it is sent.
   */
  fourEyes: z
    .strictObject({
      groups: z.array(z.enum(groundGroups)),
      hidingToo: z.boolean(),
      replies: z.boolean().default(false),
    })
    .default({ groups: [], hidingToo: false, replies: false }),
  /** What an author has written is approved by somebody else who may publish on the same accounts. */
  publishing: z
    .strictObject({
      secondApproves: z.boolean(),
      /** No picture leaves without a licence or consent on record (C5). */
      licenceRequired: z.boolean().default(false),
      /** The common account that films go to, through the communications office (C8); null: there is none. */
      filmChannel: z.uuid().nullable().default(null),
    })
    .default({ secondApproves: false, licenceRequired: false, filmChannel: null }),
  /** The lawyer who has approved that copies of suspected child sexual abuse material are kept; null: none is kept. */
  abuseCopies: acceptance.nullable().default(null),
  /** Items older than this when they come in (an import) wake nobody. */
  importQuietDays: z.int().min(0).max(3650),
  sessionIdleMinutes: z.int().min(5).max(480),
  /** What came with a version of the program has a value in policies that were decided before it. */
  reading: z
    .strictObject({
      /** The same text so many times within a day is told. */
      sameTextFrom: z.int().min(2).max(1000),
      /** A break is suggested after so many items with a warning, or minutes, in a stretch; 0: never. */
      breakAfterItems: z.int().min(0).max(500),
      breakAfterMinutes: z.int().min(0).max(480),
    })
    .default({ sameTextFrom: 5, breakAfterItems: 15, breakAfterMinutes: 45 }),
  /** Who confirmed that the shipped legal grounds may be used; null before that (docs/decisions). */
  groundsAccepted: acceptance.nullable(),
})

export type PolicySettings = z.output<typeof settingsSchema>
export type SettingKey = keyof PolicySettings

const presetIds = ['falun', 'gotene', 'ostersund', 'pitea', 'allman'] as const
export type PresetId = (typeof presetIds)[number]

const key = z.enum(Object.keys(settingsSchema.shape) as [SettingKey, ...SettingKey[]])

/** rulebook/policies/<id>.json: an adopted guideline as settings. */
export const presetSchema = z.strictObject({
  id: z.enum(presetIds),
  /** The municipality's name in screens. */
  name: line.min(1),
  /** The adopted guideline this was read from. */
  source: line.min(1),
  /** When it was read. */
  date: day,
  /** Settings about which the guideline gives no answer: the value is the most careful of the others'. */
  silent: z.array(key),
  /** What it says, in plain Swedish. */
  says: z.partialRecord(key, line.min(1)),
  settings: settingsSchema,
})
export type Preset = z.output<typeof presetSchema>

/** A version of the municipality's policy. What was done keeps the version it was done under. */
export interface Policy {
  readonly version: number
  /** The preset it began from. */
  readonly preset: PresetId
  readonly settings: PolicySettings
  /** Why it was changed, in the words of whoever did. */
  readonly note: string
  readonly staffId: StaffId | null
  readonly validFrom: Date
}

/** lagrum/skäl: what a measure can rest on; kept with the measure as it was worded that day. */
export const groundSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/),
  group: z.enum(groundGroups),
  title: line.min(1),
  /** What is kept with a measure: our description of what the ground covers, honest about being one. */
  wording: z.string().trim().min(1).max(2000),
  lawRef: line.min(1),
  /** 'YYYY-MM-DD', both inclusive; null: still in force. */
  from: day,
  to: day.nullable(),
  source: line.min(1),
  checkedByLawyer: z.strictObject({ name: line.min(1), date: day }).nullable(),
  /** What we are not sure of, as a sentence to the lawyer; absent where nothing is known to be unsure. */
  needsLawyersCheck: line.min(1).optional(),
  /** A house rule can be chosen only where the municipality forbids one of these groups. */
  houseRules: z.array(z.enum(forbiddenGroups)).optional(),
  /** Not a choice in the picker but a warning with its own routine (child sexual abuse material). */
  ownRoutine: z.literal(true).optional(),
})
export type Ground = z.output<typeof groundSchema>
