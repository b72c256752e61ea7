import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '~/ui/cx'

export type Column<Row> = {
  key: string
  label: string
  cell: (row: Row) => ReactNode
  /** The value of `sort` in the address; descending is the same with a minus before it. */
  sortKey?: string
  isNumeric?: boolean
  /** The column that names the row; a `th` for screen readers. */
  isRowHeader?: boolean
}

export type TableProps<Row> = {
  caption: string
  isCaptionHidden?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** As it stands in the address: `name`, `-name`. */
  sort?: string | null
  sortParam?: string
}

/*
 * On a phone each row becomes a short list. The roles are written out, because browsers drop the
 * meaning of table elements that are laid out otherwise.
 */
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */

export function Table<Row>(props: TableProps<Row>) {
  const { caption, isCaptionHidden, columns, rows, rowKey, sort = null, sortParam = 'sort' } = props
  return (
    <table role="table" className="w-full border-collapse text-left max-sm:block">
      <caption className={cx('text-left', isCaptionHidden ? 'sr-only' : 'pb-2 font-medium')}>
        {caption}
      </caption>
      <thead role="rowgroup" className="max-sm:sr-only">
        <tr role="row">
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} sortParam={sortParam} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className="border-b border-line hover:bg-sunken max-sm:block max-sm:py-2"
          >
            {columns.map((column) => (
              <BodyCell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type HeadProps<Row> = { column: Column<Row>; sort: string | null; sortParam: string }

function HeadCell<Row>({ column, sort, sortParam }: HeadProps<Row>) {
  const t = useTranslations('common.list')
  const { pathname, search } = useLocation()
  const { sortKey, label } = column
  const className = cx(
    'sticky top-14 z-10 border-b border-control bg-paper px-2 py-2 text-sm font-medium text-muted',
    column.isNumeric && 'text-right',
  )
  if (sortKey === undefined) {
    return (
      <th scope="col" role="columnheader" className={className}>
        {label}
      </th>
    )
  }
  const direction = sort === sortKey ? 'ascending' : sort === `-${sortKey}` ? 'descending' : 'none'
  const query = new URLSearchParams(search)
  query.set(sortParam, direction === 'ascending' ? `-${sortKey}` : sortKey)
  query.delete('page')
  return (
    <th scope="col" role="columnheader" aria-sort={direction} className={className}>
      <Link
        to={{ pathname, search: query.toString() }}
        preventScrollReset
        className="inline-flex items-center gap-1 hover:text-ink"
        aria-label={t('sortColumn', { column: label })}
      >
        {label}
        <span aria-hidden="true">
          {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : '↕'}
        </span>
      </Link>
    </th>
  )
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const Cell = column.isRowHeader ? 'th' : 'td'
  return (
    <Cell
      role={column.isRowHeader ? 'rowheader' : 'cell'}
      scope={column.isRowHeader ? 'row' : undefined}
      className={cx(
        'px-2 py-2 align-top font-normal max-sm:px-0 max-sm:py-0.5',
        // On a phone what is not known takes no line.
        column.isRowHeader ? 'max-sm:block max-sm:font-medium' : 'max-sm:grid max-sm:grid-cols-[6.5rem_minmax(0,1fr)] max-sm:gap-3 max-sm:has-[>span:last-child:empty]:hidden',
        column.isNumeric && 'tabular-nums sm:text-right',
      )}
    >
      {column.isRowHeader ? null : (
        <span aria-hidden="true" className="text-sm text-muted sm:hidden">
          {column.label}
        </span>
      )}
      <span className="min-w-0 break-words sm:contents">{column.cell(row)}</span>
    </Cell>
  )
}
