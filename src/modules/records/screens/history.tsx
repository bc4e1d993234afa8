import { recordTypeName } from '../../../evidence/index.ts'
import { type Moment, Panel, Timeline, When } from '../../../web/index.ts'
import type { RecordVersion } from '../../archive/index.ts'
import type { ItemOfRecord, ReadRecord } from '../types.ts'
import { measureText, recordTypeText, stepLook } from './words.ts'

type Dated = { readonly at: Date; readonly moment: Moment }

/** Everything that has happened to a record, newest last. */
export const History = ({ record }: { record: ReadRecord & { readonly of: ItemOfRecord } }) => {
  const { item, history } = record.of
  const published: Dated = {
    at: item.publishedAt,
    moment: {
      kind: 'ok',
      icon: item.direction === 'drawnUp' ? 'send' : 'talk',
      what: item.direction === 'drawnUp' ? 'Publicerat av kommunen' : 'Skrivet på plattformen',
      detail: <When at={item.publishedAt} first />,
    },
  }
  const moments = [published, ...record.versions.map(versionMoment), ...history.flatMap(measureMoments)]
  moments.sort((a, b) => a.at.getTime() - b.at.getTime())
  return (
    <Panel id="h-hi" title="Det som har hänt">
      <Timeline moments={moments.map(({ moment }) => moment)} />
    </Panel>
  )
}

function versionMoment(version: RecordVersion): Dated {
  const type = recordTypeName(version.type)
  const what = type ? recordTypeText[type] : 'Sparat'
  return {
    at: version.acceptedAt,
    moment: {
      kind: version.version === 1 ? 'seal' : 'warn',
      icon: version.version === 1 ? 'seal' : 'edit',
      what: `${what}, version ${version.version}`,
      detail: (
        <>
          <When at={version.acceptedAt} first />
          {version.index === undefined ? ' · väntar på sin plats i loggen' : ` · loggpost ${version.index}`}
        </>
      ),
    },
  }
}

function measureMoments({ measure, steps, by }: ItemOfRecord['history'][number]): Dated[] {
  const decision: Dated = {
    at: measure.requestedAt,
    moment: {
      kind: 'ok',
      icon: 'scale',
      what: measureText(measure.kind),
      detail: (
        <>
          <When at={measure.requestedAt} first />
          {by && ` · ${by}`}
          {measure.groundWording && ` · ${measure.groundWording}`}
          {measure.note && ` · ${measure.note}`}
        </>
      ),
    },
  }
  const taken = steps.flatMap((step): Dated[] => {
    const look = stepLook(step.kind)
    if (!look) return []
    const detail = (
      <>
        <When at={step.at} first />
        {step.detail && ` · ${step.detail}`}
        {step.recordId && step.recordId !== measure.recordId && (
          <>
            {' · '}
            <a href={`/handlingar/${step.recordId}`}>
              Visa beviset<span class="vh"> för steget {look.text.toLowerCase()}</span>
            </a>
          </>
        )}
      </>
    )
    return [{ at: step.at, moment: { kind: look.kind, icon: look.icon, what: look.text, detail } }]
  })
  return [decision, ...taken]
}
