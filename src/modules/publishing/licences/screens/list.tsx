import { dayOf } from '../../../../kernel/index.ts'
import {
  countText,
  Empty,
  Head,
  LinkButton,
  Pages,
  SearchField,
  Table,
  useRendering,
} from '../../../../web/index.ts'
import { PublishingTabs } from '../../tabs.tsx'
import { stageOf } from '../rules.ts'
import type { LicenceList } from '../service.ts'
import { here, peopleText, Stage } from './words.tsx'

export const perPage = 50

interface ListProps {
  readonly list: LicenceList
  readonly q: string
  readonly from: number
  readonly may: { readonly write: boolean; readonly readPublishing: boolean }
}

/** Which pictures may be shown, where and for how long? */
export const LicencesScreen = ({ list, q, from, may }: ListProps) => {
  const wanted = q.toLocaleLowerCase('sv')
  const found = list.licences.filter(({ number, what, holder }) =>
    [number, what, holder].some((text) => text.toLocaleLowerCase('sv').includes(wanted)),
  )
  const shown = found.slice(from, from + perPage)
  const link = (first: number): string =>
    `${here}?${new URLSearchParams({ ...(q && { q }), fran: String(first) })}`
  return (
    <>
      <Head title="Tillstånd till bilder" sub={<HowItIs list={list} />}>
        {may.write && (
          <LinkButton kind="primary" icon="plus" href={`${here}/nytt`}>
            För in ett tillstånd
          </LinkButton>
        )}
      </Head>
      {may.readPublishing && <PublishingTabs current={here} />}
      {list.licences.length === 0 ? (
        <Empty kind="notBegun" title="Inget tillstånd är infört än">
          <p>
            Ett tillstånd är fotografens licens, eller samtycke från dem som syns. Du väljer det vid bilden.
          </p>
        </Empty>
      ) : (
        <div class="stack mt3">
          <SearchField action={here} label="Sök nummer, bild eller fotograf" value={q} />
          {shown.length === 0 ? (
            <Empty kind="noHits" title="Inget tillstånd passar">
              <p>
                <a href={here}>Visa alla</a>
              </p>
            </Empty>
          ) : (
            <Rows rows={shown} />
          )}
          <Pages
            label="Sidor med tillstånd"
            from={from + 1}
            shown={shown.length}
            total={found.length}
            of={['tillstånd', 'tillstånd']}
            previous={from > 0 ? link(Math.max(0, from - perPage)) : undefined}
            next={from + shown.length < found.length ? link(from + perPage) : undefined}
          />
        </div>
      )}
    </>
  )
}

const HowItIs = ({ list }: { list: LicenceList }) => {
  const today = dayOf(useRendering().now)
  const soon = list.licences.filter((one) => stageOf(one, today) === 'endsSoon').length
  return (
    <>
      Licenser från fotografer och samtycken från dem som syns.{' '}
      {soon > 0 && `${countText(soon, 'går', 'går')} ut inom en månad.`}
    </>
  )
}

const Rows = ({ rows }: { rows: LicenceList['licences'] }) => (
  <Table
    caption="Tillstånd, det senaste först"
    rows={rows}
    calm
    columns={[
      {
        key: 'nummer',
        title: 'Nummer',
        names: true,
        cell: ({ licenceId, number }) => (
          <a class="nowrap" href={`${here}/${licenceId}`}>
            {number}
          </a>
        ),
      },
      { key: 'vad', title: 'Bilder', cell: ({ what }) => what },
      {
        key: 'upphov',
        title: 'Fotograf',
        cell: ({ holder, named }) => (holder ? `${holder}${named ? ', anges vid bilden' : ''}` : 'Kommunen'),
      },
      { key: 'personer', title: 'Personer', optional: true, cell: peopleText },
      { key: 'galler', title: 'Gäller', cell: (licence) => <Stage licence={licence} /> },
    ]}
  />
)
