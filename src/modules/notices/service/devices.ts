import { randomUUID } from 'node:crypto'
import type { Actor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { pushRequest } from '../../../infra/push/index.ts'
import { type MunicipalityId, type StaffId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { titleOf } from '../letter.ts'
import { deleteDevice, devicesOf, writeDevice } from '../store/choices.ts'
import type { Device, Notice } from '../types.ts'
import { personOf } from './settings.ts'

/** A second channel beside mail, for browsers that have been let: the title of what is told, and a link. */

const mostDevices = 10

/** The actor's own; signed in is enough. @throws Stop('conflict') when there are ten already. */
export async function addDevice(
  house: House,
  actor: Actor,
  device: Omit<Device, 'deviceId' | 'createdAt'>,
): Promise<void> {
  const { municipalityId } = actor
  const staffId = personOf(actor)
  const now = house.clock.now()
  const deviceId = randomUUID()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if ((await devicesOf(tx, municipalityId, staffId)).length >= mostDevices)
      throw new Stop(
        'conflict',
        `Du har redan ${mostDevices} webbläsare. Ta bort en som du inte använder längre först.`,
      )
    await writeDevice(tx, municipalityId, staffId, { ...device, deviceId, createdAt: now })
    await audit(tx, actor, 'notices.addDevice', { kind: 'staff', id: staffId }, { device: deviceId }, now)
  })
}

/** The actor's own; signed in is enough. */
export async function removeDevice(house: House, actor: Actor, deviceId: string): Promise<void> {
  const { municipalityId } = actor
  const staffId = personOf(actor)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await deleteDevice(tx, municipalityId, staffId, deviceId)
    const subject = { kind: 'staff', id: staffId }
    await audit(tx, actor, 'notices.removeDevice', subject, { device: deviceId }, house.clock.now())
  })
}

/** A device that the push service no longer knows is forgotten; any other failure is left at that, for the letter goes too. */
export async function pushTo(
  house: House,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  notices: readonly Pick<Notice, 'severity' | 'subject' | 'href'>[],
): Promise<void> {
  const devices = await withMunicipality(house.db, municipalityId, (tx) =>
    devicesOf(tx, municipalityId, staffId),
  )
  const first = notices.every(({ href }) => href === notices[0]?.href) ? notices[0]?.href : undefined
  const message = { title: titleOf(notices), href: first ?? '/installningar/notiser' }
  const urgent = notices.some(({ severity }) => severity === 'alarm')
  for (const device of devices) {
    const request = pushRequest(
      house.keys.pushKeys(),
      house.publicUrl,
      device,
      JSON.stringify(message),
      urgent,
    )
    if (!request.ok) continue
    const answer = await house.http([]).request(request.value)
    const gone = answer.ok && [404, 410].includes(answer.value.status)
    if (gone)
      await withMunicipality(house.db, municipalityId, (tx) =>
        deleteDevice(tx, municipalityId, staffId, device.deviceId),
      )
    else if (!answer.ok || answer.value.status >= 300)
      house.log.warn(
        { reason: answer.ok ? `status ${answer.value.status}` : answer.error.detail },
        'a device could not be told',
      )
  }
}
