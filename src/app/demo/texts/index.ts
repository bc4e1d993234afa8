import type { Stories } from '../past/timeline.ts'
import { biblioteket } from './biblioteket.ts'
import { bloggen } from './bloggen.ts'
import { gatan } from './gatan.ts'
import { kommunen } from './kommunen.ts'
import { kulturskolan } from './kulturskolan.ts'
import { kvarnen } from './kvarnen.ts'
import { nyheter } from './nyheter.ts'
import { raddning } from './raddning.ts'

export const stories: Stories = {
  bloggen,
  kvarnen,
  biblioteket,
  kommunen,
  gatan,
  kulturskolan,
  nyheter,
  raddning,
}
