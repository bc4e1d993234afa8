import type { ColumnType, Generated } from 'kysely'
import type { AccountId, DepartmentId, Json, RecordId, StaffId, TaskId } from '../../../kernel/index.ts'
import type { ApplicationTables } from './applications.ts'
import type { ComplianceTables } from './compliance.ts'
import type { DialogueTables } from './dialogue.ts'
import type { DiaryTables } from './diary.ts'
import type { InsightTables } from './insights.ts'
import type { LearnedTables } from './learned.ts'
import type { MeasuresTables } from './measures.ts'
import type { NewsAndLicencesTables } from './news-and-licences.ts'
import type { AccessTables } from './people/access.ts'
import type { IdentityTables } from './people/identity.ts'
import type { NoticeTables } from './people/notices.ts'
import type { OrganisationTables } from './people/organisation.ts'
import type { StaffSafetyTables } from './people/staff-safety.ts'
import type { StaffingTables } from './people/staffing.ts'
import type { VaultTables } from './people/vault.ts'
import type { PictureTables } from './pictures.ts'
import type { PoliceReportTables } from './police-reports.ts'
import type { PublicTables } from './public.ts'
import type { PublishingTables } from './publishing.ts'
import type { QueueTables } from './queue.ts'
import type { WebhookTables } from './webhooks.ts'

/** The tables as Kysely sees them; the migrations are the schema. jsonb is written as text, read as JSON. */
type Jsonb = ColumnType<Json, string, string>
type Identity = ColumnType<number, never, never>

interface OutboxTable {
  municipality_id: number
  outbox_id: Identity
  event: string
  payload: Jsonb
  at: Date
}

export interface EntryTable {
  municipality_id: number
  record_id: RecordId
  version: number
  type: number
  time_ms: number
  commitment: Buffer
}

export interface ContentTable {
  municipality_id: number
  record_id: RecordId
  version: number
  salt: Buffer
  fields: string
  manifest: string
}

export interface PartTable {
  municipality_id: number
  record_id: RecordId
  version: number
  name: string
  media_type: string
  bytes: number
  content: Buffer | null
}

export interface EntryPendingTable {
  municipality_id: number
  pending_id: Identity
  record_id: RecordId
  version: number
}

interface LogHeadTable {
  municipality_id: number
  log_number: number
  size: number
  edge: Buffer
}

interface LogIndexTable {
  municipality_id: number
  log_number: number
  index: number
  record_id: RecordId
  version: number
}

interface LogTileTable {
  municipality_id: number
  log_number: number
  level: number
  index: number
  hashes: Buffer
}

interface CheckpointTable {
  municipality_id: number
  log_number: number
  size: number
  root: Buffer
  note: string
  at: Date
  chain: Buffer
}

interface PlatformDecisionTable {
  municipality_id: number
  decision_id: RecordId
  platform: string
  allowed: boolean
  diary_number: string
  reason: string
  staff_id: StaffId | null
  at: Date
}

interface CheckpointTokenTable {
  municipality_id: number
  log_number: number
  size: number
  at: Date
  token: Buffer
}

export interface ItemTable {
  municipality_id: number
  record_id: RecordId
  version: number
  account_id: AccountId
  kind: string
  direction: string
  platform_id: string
  version_key: string
  parent: string | null
  permalink: string | null
  author: string | null
  author_id: string | null
  text: string
  state: string
  published_at: Date
  collected_at: Date
  changed_at: Date | null
  gone_at: Date | null
  import_id: string | null
  words: ColumnType<string, never, never>
}

interface AccountTable {
  municipality_id: number
  account_id: AccountId
  platform: string
  name: string
  url: string | null
  department_id: DepartmentId
  unit_id: string | null
  purpose: Generated<string>
  settings: ColumnType<Json, string | undefined, string>
  private_allowed: Generated<boolean>
  registration_id: string | null
  owner_staff_id: StaffId | null
  deputy_staff_id: StaffId | null
  state: Generated<string>
  created_at: Date
  closed_at: Date | null
  short_name: Generated<string>
  connected: Generated<boolean>
  paused_at: Date | null
  paused_reason: string | null
  closed_reason: string | null
  audience: string | null
  blog: Generated<boolean>
  signs_with: string | null
  workplace: Generated<string>
}

interface AccountSecretTable {
  municipality_id: number
  account_id: AccountId
  name: string
  ciphertext: Buffer
}

interface PlatformRegistrationTable {
  municipality_id: number
  registration_id: string
  platform: string
  settings: Jsonb
  created_at: Date
}

interface RegistrationSecretTable {
  municipality_id: number
  registration_id: string
  name: string
  ciphertext: Buffer
}

interface QuotaUseTable {
  municipality_id: number
  holder_id: string
  name: string
  units: number
  until: Date
}

interface CollectionStateTable {
  municipality_id: number
  account_id: AccountId
  cursor: ColumnType<Json | null, string | null | undefined, string | null>
  last_success_at: Date | null
  last_reconciled_at: Date | null
  next_attempt_at: Date
  failing_since: Date | null
  failure: string | null
  failure_detail: string | null
  reported_count: number | null
  known_count: number | null
}

interface AccountHourTable {
  municipality_id: number
  account_id: AccountId
  hour: Date
  state: string
  rounds: Generated<number>
  items: Generated<number>
  reason: string | null
  explained_by: StaffId | null
  explanation: string | null
}

interface MediaRefusalTable {
  municipality_id: number
  record_id: RecordId
  version: number
  part: string
  url: string
  reason: string
  at: Date
}

interface ScreeningTable {
  municipality_id: number
  record_id: RecordId
  version: number
  policy_version: number
  language: string
  labels: string[]
  reasons: Jsonb
  at: Date
}

interface TaskTable {
  municipality_id: number
  task_id: TaskId
  kind: string
  subject_id: string
  record_id: RecordId | null
  account_id: AccountId | null
  department_id: DepartmentId | null
  labels: Generated<string[]>
  urgency: number
  due_at: Date
  created_at: Date
  assigned_staff_id: StaffId | null
  seen_at: Date | null
  seen_by: StaffId | null
  snoozed_until: Date | null
  done_at: Date | null
  done_by: StaffId | null
  outcome: string | null
  note: Generated<string>
  language: string | null
  urgent_at: Date | null
}

interface SupervisionRoundTable {
  municipality_id: number
  round_id: string
  account_id: AccountId
  staff_id: StaffId
  as_deputy: boolean
  at: Date
  last_record_id: RecordId | null
  items: number
  policy_version: number
  note: Generated<string>
}

interface SupervisionExplanationTable {
  municipality_id: number
  account_id: AccountId
  day: string
  staff_id: StaffId
  explanation: string
  at: Date
}

export interface Database
  extends AccessTables,
    ApplicationTables,
    ComplianceTables,
    DialogueTables,
    DiaryTables,
    IdentityTables,
    LearnedTables,
    MeasuresTables,
    NewsAndLicencesTables,
    NoticeTables,
    OrganisationTables,
    PictureTables,
    PoliceReportTables,
    PublicTables,
    PublishingTables,
    QueueTables,
    StaffingTables,
    InsightTables,
    StaffSafetyTables,
    VaultTables,
    WebhookTables {
  outbox: OutboxTable
  entry: EntryTable
  content: ContentTable
  part: PartTable
  entry_pending: EntryPendingTable
  log_head: LogHeadTable
  log_index: LogIndexTable
  log_tile: LogTileTable
  checkpoint: CheckpointTable
  checkpoint_token: CheckpointTokenTable
  item: ItemTable
  account: AccountTable
  platform_decision: PlatformDecisionTable
  account_secret: AccountSecretTable
  platform_registration: PlatformRegistrationTable
  registration_secret: RegistrationSecretTable
  quota_use: QuotaUseTable
  collection_state: CollectionStateTable
  account_hour: AccountHourTable
  media_refusal: MediaRefusalTable
  screening: ScreeningTable
  task: TaskTable
  supervision_round: SupervisionRoundTable
  supervision_explanation: SupervisionExplanationTable
}
