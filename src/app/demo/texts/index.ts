import type { Stories } from '../past/timeline.ts'
import { biblioteket } from './biblioteket.ts'
import { bloggen } from './bloggen.ts'
import { bilden } from './channels/bilden.ts'
import { filmen } from './channels/filmen.ts'
import { jobben } from './channels/jobben.ts'
import { krisen } from './channels/krisen.ts'
import { musiken } from './channels/musiken.ts'
import { parken } from './channels/parken.ts'
import { sidan } from './channels/sidan.ts'
import { tradarna } from './channels/tradarna.ts'
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
  sidan,
  musiken,
  bilden,
  filmen,
  jobben,
  krisen,
  parken,
  tradarna,
}
