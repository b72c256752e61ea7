import { useTranslations } from 'use-intl'
import { IntakeChangeList, IntakeProblems } from '~/features/people/intake/components/row-texts'
import { rowDetails, rowSubject } from '~/features/people/intake/field-name'
import { INTAKE_OUTCOMES } from '~/features/people/intake/plan'
import type { IntakePage, IntakeRowView } from '~/features/people/intake/queries.server'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { LinkButton } from '~/ui/button'
import { Pagination } from '~/ui/pagination'
import { type Column, Table } from '~/ui/table'
import { Tabs } from '~/ui/tabs'

/** The rows of a file by what they do, a page at a time; of an applied one what became of each. */
export function IntakeRows({ page, number, pages }: { page: IntakePage; number: number; pages: number }) {
  const t = useTranslations('intake')
  const words = useTranslations('inventory')
  const { outcome, rows, kind } = page
  const hasWarnings = outcome !== 'refused' && rows.some(({ problems }) => problems.length > 0)
  const columns: Column<IntakeRowView>[] = [
    { key: 'row', label: words('rows.row'), isNumeric: true, cell: (row) => row.row },
    { key: 'key', label: t('rows.key'), isRowHeader: true, cell: (row) => rowSubject(row.values) || words('rows.nothing') },
    ...(outcome === 'changed'
      ? [{ key: 'changes', label: words('rows.changes'), cell: (row: IntakeRowView) => <IntakeChangeList kind={kind} changes={row.changes} /> }]
      : [{ key: 'details', label: t('rows.details'), cell: (row: IntakeRowView) => <span className="text-sm break-words">{rowDetails(row.values)}</span> }]),
    ...(outcome === 'refused' || hasWarnings
      ? [{ key: 'problems', label: outcome === 'refused' ? words('rows.problems') : t('rows.warnings'), cell: (row: IntakeRowView) => <IntakeProblems kind={kind} problems={row.problems} /> }]
      : []),
    ...(page.status === 'applied'
      ? [{ key: 'fate', label: t('rows.fate'), cell: (row: IntakeRowView) => <Status tone={row.isApplied ? 'ok' : 'muted'}>{t(row.isApplied ? 'rows.applied' : 'rows.notApplied')}</Status> }]
      : []),
    ...(page.status === 'checked' && outcome !== 'same'
      ? [{
          key: 'correct', label: words('rows.correct'),
          cell: (row: IntakeRowView) => (
            <LinkButton size="small" className="whitespace-nowrap" to={paths.intakeRow(page.id, row.row)} aria-label={words('rows.correctNamed', { row: row.row })}>
              {words('rows.correct')}
            </LinkButton>
          ),
        }]
      : []),
  ]
  return (
    <div className="grid gap-4">
      <Tabs
        label={words('rows.tabs')}
        tabs={INTAKE_OUTCOMES.map((each) => ({
          to: paths.intake(page.id, { outcome: each }), label: words(`outcome.${each}`), count: page.progress.counts[each] ?? 0, isCurrent: each === outcome,
        }))}
      />
      {page.status === 'checked' ? <p className="max-w-reading text-muted">{t(`outcomeHint.${outcome}`)}</p> : null}
      {rows.length === 0 ? (
        <p>{words('rows.none')}</p>
      ) : (
        <Table caption={words(`outcome.${outcome}`)} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => String(row.row)} />
      )}
      <Pagination page={number} pages={pages} />
    </div>
  )
}
