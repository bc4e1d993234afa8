import { countText } from '../../../kernel/index.ts'
import { makeBackup } from '../../backup/make.ts'
import { restoreBackup } from '../../backup/restore.ts'
import { parse } from '../arguments.ts'
import { type Command, momentText, print, tell, withHouse } from '../command.ts'
import { tellVerified, verifyAll } from './evidence.ts'

/** `backup`: a consistent copy of the whole installation while it runs, keys and all. */
export const backup: Command = async (args, config) => {
  const given = parse(args, 'backup MAPP', {}, [1, 1])
  return withHouse(config, {}, async (open) => {
    const report = await makeBackup(open, given.words[0] ?? '')
    if (given.flag('json')) print(JSON.stringify(report))
    tell(`Kopian ligger i ${report.folder}. Nycklarna är med: förvara den som du förvarar dem.`)
    if (report.missing > 0)
      tell(`${countText(report.missing, 'fil', 'filer')} fanns inte längre och är inte med.`)
    return report.missing > 0 ? 1 : 0
  })
}

/** `restore`: a copy into an empty installation; ends by verifying it, exit 1 where a problem is found. */
export const restore: Command = async (args, config) => {
  const given = parse(args, 'restore MAPP', {}, [1, 1])
  return withHouse(config, { exclusive: true, migrate: true, restores: true }, async (open) => {
    const at = await restoreBackup(open, given.words[0] ?? '')
    tell(`Återläst som det var ${momentText(new Date(at))}. Nu kontrolleras arkivet.`)
    const report = await verifyAll(open)
    tellVerified(report, given.flag('json'))
    return report.problems.length === 0 ? 0 : 1
  })
}
