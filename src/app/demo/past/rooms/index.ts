import type { Act } from '../act.ts'
import type { Said } from '../decisions.ts'
import { applications } from './applications.ts'
import { dialogue } from './dialogue.ts'
import { diary } from './diary.ts'
import { guideline } from './guideline.ts'
import { licences } from './licences.ts'
import { lives } from './lives.ts'
import { publicWords } from './public.ts'
import { staffing } from './staffing.ts'
import { website } from './website.ts'

/** What Storlunda has done in the rooms beside the queue: each thing in its time, by whoever may do it. */
export const rooms = (said: Said, base: Date): readonly Act[] => [
  ...lives(base),
  ...guideline(base),
  ...applications(base),
  ...staffing(base),
  ...licences(base),
  ...website(base),
  ...publicWords(said, base),
  ...dialogue(said, base),
  ...diary(said, base),
]
