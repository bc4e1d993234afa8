import { clusterFolder, clusterVariable } from './cluster.ts'

/** Once per `vitest run`: a folder that the first test in need of a database starts one in. Taken away at the end. */
export default function setup(): () => Promise<void> {
  const cluster = clusterFolder()
  process.env[clusterVariable] = cluster.folder
  return () => cluster.remove()
}
