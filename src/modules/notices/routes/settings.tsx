import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { asId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  page,
  queryOf,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import { NoticeSettings } from '../screens/settings.tsx'
import { addDevice, removeDevice } from '../service/devices.ts'
import { chooseSettings, ownNotices } from '../service/settings.ts'

export const path = '/installningar/notiser'

const hour = z.coerce.number({ error: 'Välj en tid.' }).int().min(0).max(23)
const settingsForm = z.object({
  tystFran: hour,
  tystTill: hour,
  ledigt: z.enum(['ja', 'nej']).default('nej'),
  morgon: hour,
})

export async function showSettings(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const own = await ownNotices(house, actor)
  const { quietFrom, quietTo, quietDaysOff, digestHour } = own.settings
  const state =
    faults ??
    emptyForm({
      tystFran: String(quietFrom),
      tystTill: String(quietTo),
      ledigt: quietDaysOff ? 'ja' : 'nej',
      morgon: String(digestHour),
    })
  return page(
    c,
    { title: 'Notiser', current: 'installningar', state },
    <NoticeSettings
      own={own}
      pushKey={house.keys.pushKeys().publicKey}
      saved={queryOf(c)['gjort'] === 'sparat'}
      state={state}
    />,
  )
}

export async function takeSettings(house: House, c: WebContext): Promise<Response> {
  const form = await checkForm(c, settingsForm)
  if (!form.ok) return showSettings(house, c, form.error)
  const { tystFran, tystTill, ledigt, morgon } = form.value
  await chooseSettings(house, actorOf(c), {
    ...{ quietFrom: tystFran, quietTo: tystTill },
    ...{ quietDaysOff: ledigt === 'ja', digestHour: morgon },
  })
  return seeOther(c, `${path}?gjort=sparat`)
}

const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+={0,2}$/)
    .max(most)
/** What the browser gives of itself: the address at its push service, and keys of 65 and 16 bytes. */
const deviceForm = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(1_000),
  p256dh: base64url(100),
  auth: base64url(40),
  namn: z.string().trim().max(100).default(''),
})

export async function takeDevice(house: House, c: WebContext): Promise<Response> {
  const form = await checkForm(c, deviceForm)
  if (!form.ok)
    throw new Stop('invalid', 'Webbläsaren gick inte att lägga till. Ladda om sidan och försök igen.')
  const { namn, ...device } = form.value
  await addDevice(house, actorOf(c), { ...device, label: namn || 'Webbläsare' })
  return seeOther(c, `${path}?gjort=sparat`)
}

export async function dropDevice(house: House, c: WebContext): Promise<Response> {
  const id = asId(c.req.param('device') ?? '')
  if (!id) throw new Stop('notFound', 'Webbläsaren finns inte i listan. Gå till notiser och se efter.')
  await removeDevice(house, actorOf(c), id)
  return seeOther(c, `${path}?gjort=sparat`)
}
