import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'
import { Platform } from '../atoms/status.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => Child
  /** The column that names the row. Exactly one should. */
  readonly names?: boolean
  readonly numeric?: boolean
  /** Left out where there is room for few columns. */
  readonly optional?: boolean
  /** Link that sorts by this column, and how it is sorted now. */
  readonly sort?: { readonly href: string; readonly now: 'ascending' | 'descending' | 'none' }
}

interface TableProps<Row> {
  /** Said by screen readers; what the table holds and how it is ordered. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  selected?: ((row: Row) => boolean) | undefined
  /** Good states are grey: only what departs has colour. */
  calm?: boolean | undefined
}

const cellClass = <Row,>(column: Column<Row>): string | undefined =>
  [column.numeric && 'num', column.optional && 'c-opt'].filter(Boolean).join(' ') || undefined

const Heading = <Row,>({ column }: { column: Column<Row> }) => (
  <th
    scope="col"
    class={cellClass(column)}
    aria-sort={column.sort && column.sort.now !== 'none' ? column.sort.now : undefined}
  >
    {column.sort ? (
      <a class="sort" href={column.sort.href}>
        {column.title}
        <Icon name={column.sort.now === 'none' ? 'updown' : 'down'} size="s" />
      </a>
    ) : (
      column.title
    )}
  </th>
)

/** A table that scrolls inside its own region, and becomes cards on a phone. */
export function Table<Row>({ caption, columns, rows, selected, calm }: TableProps<Row>) {
  return (
    <section class="scroll" aria-label={`Tabell, ${caption}`} tabindex={0}>
      <table class={calm ? 'table cards calm' : 'table cards'}>
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr aria-selected={selected?.(row) ? 'true' : undefined}>
              {columns.map((column) =>
                column.names ? (
                  <th scope="row">{column.cell(row)}</th>
                ) : (
                  <td data-l={column.title} class={cellClass(column)}>
                    <div>{column.cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface AccountNameProps {
  name: string
  href: string
  platform?: { readonly mark: string; readonly name: string } | undefined
  /** Small, under the name. */
  children?: Child
}

/** An account as the cell that names its row. */
export const AccountName = ({ name, href, platform, children }: AccountNameProps) => (
  <div class="name">
    {platform && <Platform letters={platform.mark} name={platform.name} />}
    <div>
      <a href={href}>{name}</a>
      {children && <small>{children}</small>}
    </div>
  </div>
)
