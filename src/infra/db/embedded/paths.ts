import { join } from 'node:path'

/** Where the embedded database lies in the data folder. All of it is created under another name and renamed. */
export interface ClusterPaths {
  /** The data folder of the program (UPPSIKT_DATA). */
  readonly dataDir: string
  /** Ours, closed to others: holds the rest. */
  readonly home: string
  /** PostgreSQL's own data folder, owned by the user that runs it. */
  readonly cluster: string
  /** 0600, owned by whoever created it. */
  readonly passwords: string
  readonly log: string
  /** Held by the running server; also seen from another container with its own process numbers. */
  readonly lock: string
}

export function clusterPaths(dataDir: string, home = join(dataDir, 'postgresql')): ClusterPaths {
  return {
    dataDir,
    home,
    cluster: join(home, 'cluster'),
    passwords: join(home, 'passwords.json'),
    log: join(home, 'postgresql.log'),
    lock: join(home, 'lock'),
  }
}
