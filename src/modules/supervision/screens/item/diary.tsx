import type { RecordId } from '../../../../kernel/index.ts'
import { LinkButton, Note } from '../../../../web/index.ts'
import { groundsAt } from '../../../policy/index.ts'
import type { OpenedItem } from '../../service/item.ts'
import type { DiaryStanding } from '../../types.ts'

const newHref = (recordId: RecordId, toTry = false): string =>
  `/diarium/ny?handling=${recordId}${toTry ? '&sekretess=provas' : ''}`

interface DiaryProps {
  diary: DiaryStanding
  recordId: RecordId
}

/** The way to the diary from a record: to be entered, who it waits for, or its number. */
export const DiaryLink = ({ diary, recordId, first }: DiaryProps & { first?: boolean }) => {
  const { entry, mayPropose } = diary
  const look = { icon: 'book', shortcut: 'i', kind: first ? 'primary' : undefined } as const
  if (entry && entry.state !== 'declined')
    return (
      <LinkButton {...look} kind={undefined} href={`/diarium/${entry.entryId}`}>
        {entry.state === 'proposed' ? 'Väntar på registrator' : `Diarienummer ${entry.number}`}
      </LinkButton>
    )
  return mayPropose ? (
    <LinkButton {...look} href={newHref(recordId)}>
      Till diariet
    </LinkButton>
  ) : null
}

/** Whether something was taken away because it was secret or somebody's personal data. */
const wasConfidential = ({ history }: OpenedItem): boolean =>
  history.some(({ measure }) => {
    const ground = groundsAt(measure.requestedAt).find(({ id }) => id === measure.groundId)
    return ground?.group === 'secret' || ground?.group === 'data'
  })

/** After confidential matter was taken away (S5): what is left to do, and when it is done. */
export const DiaryNext = ({ diary, item }: { diary: DiaryStanding; item: OpenedItem }) => {
  const { entry, mayPropose } = diary
  if (!wasConfidential(item) || (entry && entry.state !== 'declined')) return null
  return (
    <Note tone="seal" icon="book">
      <p>
        <b>Nästa steg: diariet.</b> Det som kan röra sekretess diarieförs alltid. Registratorn prövar, och
        texten följer inte med ut.
      </p>
      {mayPropose && (
        <p class="mt2">
          <LinkButton small icon="book" href={newHref(item.item.recordId, true)}>
            Till diariet, sekretess ska prövas
          </LinkButton>
        </p>
      )}
    </Note>
  )
}
