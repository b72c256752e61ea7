import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { RowChanges, RowProblems } from '~/features/catalogue/import/components/row-texts'
import { OUTCOMES } from '~/features/catalogue/import/plan'
import type { ImportPage, ImportRow } from '~/features/catalogue/import/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Pagination } from '~/ui/pagination'
import { type Column, Table } from '~/ui/table'
import { Tabs } from '~/ui/tabs'

/** The rows of an import by what they do, a page at a time. */
export function ImportRows({ page, number, pages }: { page: ImportPage; number: number; pages: number }) {
  const t = useTranslations('inventory')
  const locale = useLocale()
  const { outcome, rows, choices } = page
  const names = new Map([
    ...[...choices.labs, ...choices.campuses].map((each) => [each.id, bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text] as const),
    ...choices.kinds.map((each) => [each.id, bilingual(each, locale).text] as const),
  ])
  const columns: Column<ImportRow>[] = [
    ...(outcome === 'missing' ? [] : [{ key: 'row', label: t('rows.row'), isNumeric: true, cell: (row: ImportRow) => row.row }]),
    { key: 'number', label: t('rows.assetNumber'), isRowHeader: true, cell: (row) => row.assetNumber ?? t('rows.nothing') },
    { key: 'name', label: t('rows.name'), cell: (row) => <RowName row={row} /> },
    ...(outcome === 'refused' ? [{ key: 'problems', label: t('rows.problems'), cell: (row: ImportRow) => <RowProblems problems={row.problems} /> }] : []),
    ...(outcome === 'changed' ? [{ key: 'changes', label: t('rows.changes'), cell: (row: ImportRow) => <RowChanges changes={row.changes} names={names} /> }] : []),
    ...(outcome === 'added' ? [{ key: 'lab', label: t('rows.lab'), cell: (row: ImportRow) => row.values.lab ?? names.get(page.plan.defaults.labId ?? '') ?? '' }] : []),
    ...(page.status === 'checked' && outcome !== 'missing' && outcome !== 'same'
      ? [{
          key: 'correct', label: t('rows.correct'),
          cell: (row: ImportRow) => (
            <LinkButton size="small" to={paths.importRow(page.id, row.row)} aria-label={t('rows.correctNamed', { row: row.row })}>
              {t('rows.correct')}
            </LinkButton>
          ),
        }]
      : []),
  ]
  return (
    <div className="grid gap-4">
      <Tabs
        label={t('rows.tabs')}
        tabs={OUTCOMES.map((each) => ({
          to: paths.import(page.id, { outcome: each }), label: t(`outcome.${each}`), count: page.progress.counts[each] ?? 0, isCurrent: each === outcome,
        }))}
      />
      <p className="max-w-reading text-muted">{t(`${page.status === 'applied' ? 'outcomeDone' : 'outcomeHint'}.${outcome}`)}</p>
      {rows.length === 0 ? (
        <p>{t('rows.none')}</p>
      ) : (
        <Table caption={t(`outcome.${outcome}`)} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => String(row.row)} />
      )}
      <Pagination page={number} pages={pages} />
    </div>
  )
}

function RowName({ row }: { row: ImportRow }) {
  const locale = useLocale()
  const name = row.values.nameZh ?? ''
  if (row.resource === null) return name
  return (
    <Link to={paths.resource(row.resource.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">
      {name || bilingual({ zh: row.resource.nameZh, en: row.resource.nameEn }, locale).text}
    </Link>
  )
}
