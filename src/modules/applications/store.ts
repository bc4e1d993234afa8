import { sql } from 'kysely'
import type { Role } from '../../access/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, DepartmentId, Json, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'
import { rolesHeld } from '../organisation/index.ts'
import type { Application, LifeStep, PlanText, StepKind } from './types.ts'

const selectApplications = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('application')
    .innerJoin('department', (join) =>
      join
        .onRef('department.municipality_id', '=', 'application.municipality_id')
        .onRef('department.department_id', '=', 'application.department_id'),
    )
    .leftJoin('committee', (join) =>
      join
        .onRef('committee.municipality_id', '=', 'application.municipality_id')
        .onRef('committee.committee_id', '=', 'department.committee_id'),
    )
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'application.municipality_id')
        .onRef('staff.staff_id', '=', 'application.applicant_staff_id'),
    )
    .where('application.municipality_id', '=', municipalityId)
    .selectAll('application')
    .select(['department.name as department', 'committee.name as committee', 'staff.name as applicant_name'])

type Row = Awaited<ReturnType<ReturnType<typeof selectApplications>['execute']>>[number]

const nameOf = ({ letter, year, number }: Pick<Row, 'letter' | 'year' | 'number'>): string =>
  `${letter}-${year}-${String(number).padStart(2, '0')}`

const toApplication = (
  row: Row,
  texts: ReadonlyMap<string, PlanText>,
  steps: readonly LifeStep[],
): Application => ({
  applicationId: row.application_id,
  name: nameOf(row),
  platform: row.platform,
  departmentId: row.department_id,
  department: row.department,
  committee: row.committee,
  applicant: row.applicant_staff_id,
  applicantName: row.applicant_name,
  createdAt: row.created_at,
  texts,
  steps,
})

/** Newest first, at most `limit`, with everything in them. */
export async function listApplications(
  tx: Tx,
  municipalityId: MunicipalityId,
  limit: number,
): Promise<Application[]> {
  const rows = await selectApplications(tx, municipalityId)
    .orderBy('application.created_at', 'desc')
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.application_id)
  const texts = await newestTexts(tx, municipalityId, ids)
  const steps = await stepsOf(tx, municipalityId, { applications: ids })
  return rows.map((row) =>
    toApplication(
      row,
      texts.get(row.application_id) ?? new Map(),
      steps.filter(({ applicationId }) => applicationId === row.application_id),
    ),
  )
}

/** @param lock so that two who take a step at once take it one after the other. */
export async function findApplication(
  tx: Tx,
  municipalityId: MunicipalityId,
  applicationId: string,
  lock = false,
): Promise<Application | undefined> {
  if (lock)
    await tx
      .selectFrom('application')
      .select('application_id')
      .where('municipality_id', '=', municipalityId)
      .where('application_id', '=', applicationId)
      .forUpdate()
      .execute()
  const row = await selectApplications(tx, municipalityId)
    .where('application.application_id', '=', applicationId)
    .executeTakeFirst()
  if (!row) return undefined
  const texts = await newestTexts(tx, municipalityId, [applicationId])
  const steps = await stepsOf(tx, municipalityId, { applications: [applicationId] })
  return toApplication(row, texts.get(applicationId) ?? new Map(), steps)
}

async function newestTexts(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly string[],
): Promise<Map<string, Map<string, PlanText>>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('application_text as text')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'text.municipality_id')
        .onRef('staff.staff_id', '=', 'text.staff_id'),
    )
    .select(['text.application_id', 'text.field', 'text.version', 'text.text', 'text.at', 'staff.name'])
    .distinctOn(['text.application_id', 'text.field'])
    .where('text.municipality_id', '=', municipalityId)
    .where('text.application_id', 'in', ids)
    .orderBy('text.application_id')
    .orderBy('text.field')
    .orderBy('text.version', 'desc')
    .execute()
  const found = new Map<string, Map<string, PlanText>>()
  for (const row of rows) {
    const own = found.get(row.application_id) ?? new Map<string, PlanText>()
    own.set(row.field, { version: row.version, text: row.text, by: row.name, at: row.at })
    found.set(row.application_id, own)
  }
  return found
}

/** Callers hold the application's row, so that nobody else writes the same version. */
export async function insertText(
  tx: Tx,
  municipalityId: MunicipalityId,
  applicationId: string,
  field: string,
  text: { readonly version: number; readonly text: string; readonly staffId: StaffId; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('application_text')
    .values({
      municipality_id: municipalityId,
      application_id: applicationId,
      field,
      version: text.version,
      text: text.text,
      staff_id: text.staffId,
      at: text.at,
    })
    .execute()
}

/** A field as it stood in a version; '' before the first. */
export async function textAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  applicationId: string,
  field: string,
  version: number,
): Promise<string> {
  const row = await tx
    .selectFrom('application_text')
    .select('text')
    .where('municipality_id', '=', municipalityId)
    .where('application_id', '=', applicationId)
    .where('field', '=', field)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.text ?? ''
}

/** The next number of the year; whoever asks at the same time waits until this transaction ends. */
export async function nextNumber(tx: Tx, municipalityId: MunicipalityId, year: number): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('application'), ${municipalityId}::int)`.execute(tx)
  const row = await tx
    .selectFrom('application')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('municipality_id', '=', municipalityId)
    .where('year', '=', year)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

/** Steps of applications or of accounts, oldest first. */
export async function stepsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  of: { readonly applications?: readonly string[]; readonly accounts?: readonly AccountId[] },
): Promise<LifeStep[]> {
  const ids = of.applications ?? of.accounts ?? []
  if (ids.length === 0) return []
  const rows = await selectSteps(tx, municipalityId)
    .where(of.applications ? 'step.application_id' : 'step.account_id', 'in', ids)
    .orderBy('step.at')
    .orderBy('step.step_id')
    .execute()
  return rows.map(toStep)
}

const selectSteps = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('life_step as step')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'step.municipality_id')
        .onRef('staff.staff_id', '=', 'step.staff_id'),
    )
    .selectAll('step')
    .select('staff.name')
    .where('step.municipality_id', '=', municipalityId)

const toStep = (row: Awaited<ReturnType<ReturnType<typeof selectSteps>['execute']>>[number]): LifeStep => ({
  stepId: row.step_id,
  kind: row.kind as StepKind,
  applicationId: row.application_id,
  accountId: row.account_id,
  staffId: row.staff_id,
  by: row.name ?? '',
  at: row.at,
  detail: row.detail as { readonly [key: string]: Json },
})

export async function findStep(
  tx: Tx,
  municipalityId: MunicipalityId,
  stepId: string,
): Promise<LifeStep | undefined> {
  const row = await selectSteps(tx, municipalityId).where('step.step_id', '=', stepId).executeTakeFirst()
  return row && toStep(row)
}

export async function insertStep(
  tx: Tx,
  municipalityId: MunicipalityId,
  step: Omit<LifeStep, 'by' | 'stepId'> & { readonly stepId: RecordId },
): Promise<void> {
  await tx
    .insertInto('life_step')
    .values({
      municipality_id: municipalityId,
      step_id: step.stepId,
      application_id: step.applicationId,
      account_id: step.accountId,
      kind: step.kind,
      detail: JSON.stringify(step.detail),
      staff_id: step.staffId,
      at: step.at,
    })
    .execute()
}

/** Somebody who works here. */
export interface Colleague {
  readonly staffId: StaffId
  readonly name: string
  readonly email: string
  readonly roles: readonly { readonly role: Role; readonly departmentId: DepartmentId | null }[]
}

/** Everybody who works here, with the roles that they hold at an instant, in Swedish order of name. */
export async function colleagues(tx: Tx, municipalityId: MunicipalityId, at: Date): Promise<Colleague[]> {
  const people = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name', 'email'])
    .where('municipality_id', '=', municipalityId)
    .where('ended_at', 'is', null)
    .execute()
  const roles = await rolesHeld(tx, municipalityId, at)
  const held = Map.groupBy(roles, ({ staffId }) => staffId as string)
  return people
    .map((row) => ({
      staffId: row.staff_id,
      name: row.name,
      email: row.email,
      roles: held.get(row.staff_id) ?? [],
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'sv'))
}

/** Whether somebody holds one of the roles where the department is reached. */
export const holds =
  (departmentId: DepartmentId, ...wanted: readonly Role[]) =>
  ({ roles }: Colleague): boolean =>
    roles.some(
      (held) =>
        wanted.includes(held.role) && (held.departmentId === null || held.departmentId === departmentId),
    )

/** What of an account waits in the queue, snoozed too. */
export async function openTasksOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<{ readonly taskId: string; readonly kind: string; readonly dueAt: Date; readonly to: string }[]> {
  const rows = await tx
    .selectFrom('task')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'task.municipality_id')
        .onRef('staff.staff_id', '=', 'task.assigned_staff_id'),
    )
    .select(['task_id', 'kind', 'due_at', 'staff.name'])
    .where('task.municipality_id', '=', municipalityId)
    .where('task.account_id', '=', accountId)
    .where('done_at', 'is', null)
    .orderBy('urgency')
    .orderBy('due_at')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ taskId: row.task_id, kind: row.kind, dueAt: row.due_at, to: row.name ?? '' }))
}

/** How many records an account has left, by kind. */
export async function itemCounts(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Record<string, number>> {
  const rows = await tx
    .selectFrom('item')
    .select(['kind', ({ fn }) => fn.countAll<number>().as('count')])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .groupBy('kind')
    .execute()
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]))
}

export async function insertList(
  tx: Tx,
  municipalityId: MunicipalityId,
  list: { readonly list: string; readonly staffId: StaffId; readonly rows: unknown; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('account_list')
    .values({
      municipality_id: municipalityId,
      list_id: list.list,
      staff_id: list.staffId,
      rows: JSON.stringify(list.rows),
      at: list.at,
    })
    .execute()
}

/** The rows of a person's own list, held until the transaction ends; undefined: there is none. */
export async function findList(
  tx: Tx,
  municipalityId: MunicipalityId,
  listId: string,
  staffId: StaffId,
): Promise<Json | undefined> {
  const row = await tx
    .selectFrom('account_list')
    .select('rows')
    .where('municipality_id', '=', municipalityId)
    .where('list_id', '=', listId)
    .where('staff_id', '=', staffId)
    .forUpdate()
    .executeTakeFirst()
  return row?.rows
}

export async function dropList(tx: Tx, municipalityId: MunicipalityId, listId: string): Promise<void> {
  await tx
    .deleteFrom('account_list')
    .where('municipality_id', '=', municipalityId)
    .where('list_id', '=', listId)
    .execute()
}

/** Lists that nobody has confirmed since. */
export async function dropOldLists(tx: Tx, municipalityId: MunicipalityId, before: Date): Promise<void> {
  await tx
    .deleteFrom('account_list')
    .where('municipality_id', '=', municipalityId)
    .where('at', '<', before)
    .execute()
}
