import { actorOf, page } from '../../../web/index.ts'
import { whoMayDo } from '../../organisation/index.ts'
import { RightsScreen } from '../screens/rights.tsx'
import { accountOf, current, type Handler } from './common.ts'

export const showRights: Handler = async (house, _platforms, c) => {
  const account = await accountOf(house, c, 'rights.read')
  const holders = await whoMayDo(house, actorOf(c), account)
  return page(
    c,
    { title: `Vem får göra vad med ${account.name}`, current },
    <RightsScreen account={account} holders={holders} />,
  )
}
