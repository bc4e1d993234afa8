import type { House } from '../../../infra/house.ts'
import { asId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  readForm,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import type { Fault } from '../list/check-rows.ts'
import { ConfirmListScreen, SendListScreen } from '../screens/account-list.tsx'
import { enterList, readList, waitingList } from '../service/list.ts'
import { current, type Handler } from './common.ts'

export const showSend = (
  c: WebContext,
  state: FormState = emptyForm(),
  faults: readonly Fault[] = [],
): Promise<Response> =>
  page(
    c,
    {
      title: 'För in konton från en lista',
      current,
      state,
      ...(faults.length > 0 && { status: 422 as const }),
    },
    <SendListScreen state={state} faults={faults} />,
  )

export const sendList: Handler = async (house, platforms, c) => {
  const file = (await readForm(c)).get('fil')
  if (!(file instanceof File) || file.size === 0)
    return showSend(c, { values: {}, errors: { fil: 'Välj filen med listan.' } })
  try {
    const bytes = Buffer.from(await file.arrayBuffer())
    const read = await readList(house, actorOf(c), platforms, bytes)
    return read.faults ? showSend(c, emptyForm(), read.faults) : seeOther(c, `/register/lista/${read.list}`)
  } catch (thrown) {
    return showSend(c, await faultsOf(c, thrown))
  }
}

function listIdOf(c: WebContext): string {
  const list = asId<string>(c.req.param('list') ?? '')
  if (!list) throw new Stop('notFound', 'Listan finns inte. Skicka filen igen.')
  return list
}

export const showConfirm: Handler = async (house, platforms, c) => {
  const list = listIdOf(c)
  const waiting = await waitingList(house, actorOf(c), list)
  return page(
    c,
    { title: 'För in konton från en lista', current },
    <ConfirmListScreen list={list} waiting={waiting} platforms={platforms} />,
  )
}

export const confirmList = async (house: House, c: WebContext): Promise<Response> => {
  await enterList(house, actorOf(c), listIdOf(c))
  return seeOther(c, '/register?brister=1')
}
