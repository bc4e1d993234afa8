import { totalmem } from 'node:os'

/**
 * Megabytes of PostgreSQL's own cache for a machine of so many bytes: a sixteenth of its memory, between 256 and 1024. With
 * a million records the keys that `verify` and the queue go by lie in it, and are not read and checksummed anew each time
 * (measured at 1024: 15 % less processor time of the server in verify).
 */
export const cacheMegabytes = (bytes: number): number =>
  Math.round(Math.min(1024, Math.max(256, bytes / 16 / 2 ** 20)))

/** Bytes of memory that this process may use: a container's limit, where there is one, else the machine's. */
function memory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * What the server is started with; given on the command line so that no file of PostgreSQL's is edited.
 * `ssl` stays off: the bundled OpenSSL is out of support, and nothing but a local socket is listened to.
 */
const settings: Readonly<Record<string, string>> = {
  cluster_name: 'uppsikt',
  max_connections: '60',
  shared_buffers: `${cacheMegabytes(memory())}MB`,
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '1GB',
  // What is planned before anything is known of a table that grows is planned badly: known soon.
  autovacuum_naptime: '15s',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] %a ',
  logging_collector: 'off',
  log_destination: 'stderr',
  idle_in_transaction_session_timeout: '60s',
  password_encryption: 'scram-sha-256',
  ssl: 'off',
}

/** How clients reach the server: the name of a socket's folder, or an address. */
export interface Listen {
  readonly socketFolder?: string
  readonly port: number
}

const listenSettings = ({ socketFolder, port }: Listen): Record<string, string> =>
  socketFolder === undefined
    ? { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
    : {
        listen_addresses: '',
        port: String(port),
        unix_socket_directories: socketFolder,
        unix_socket_permissions: '0700',
      }

export const serverArguments = (
  listen: Listen,
  extra: Readonly<Record<string, string>> = {},
): readonly string[] =>
  Object.entries({ ...settings, ...extra, ...listenSettings(listen) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])

/**
 * C.UTF-8 as the order of the database, so that indexes do not depend on a bundled ICU that changes with upgrades;
 * what people see sorted says COLLATE "sv-SE-x-icu". Swedish stemming for full text. Data checksums are on in 18.
 */
export const initdbArguments: readonly string[] = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--text-search-config=swedish',
  '--data-checksums',
]
