import { startWordPressDouble } from '../../../doubles/wordpress/index.ts'
import { connectionTo, worldOf } from '../../../doubles/wordpress/world.ts'
import { conformance } from '../conformance.ts'
import { wordpress } from './platform.ts'

conformance('wordpress', {
  platform: wordpress,
  start: async () => {
    const double = await startWordPressDouble()
    return { connection: connectionTo(double), world: worldOf(double), stop: () => double.close() }
  },
})
