import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { CostRow } from '~/features/bookings/costs/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatHours, formatMoney, formatMonth } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Table } from '~/ui/table'

/** Quoted cost by person, project and month. What is shared with others shows the whole and this group's part. */
export function CostTable({ rows }: { rows: readonly CostRow[] }) {
  const t = useTranslations('groups.costs')
  const locale = useLocale()
  const text = (value: { zh: string | null; en: string | null }) => bilingual(value, locale).text
  return (
    <Table
      caption={t('caption')}
      isCaptionHidden
      rows={rows.map((row, at) => ({ ...row, key: String(at) }))}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'person', label: t('person'), isRowHeader: true,
          cell: ({ person, otherGroup }) => (person ? text(person) || person.email : t('otherGroup', { group: otherGroup ? text(otherGroup) : '' })),
        },
        { key: 'month', label: t('month'), cell: ({ month }) => formatMonth(new Date(`${month}-01T00:00:00Z`), { locale, timeZone: 'UTC' }) },
        {
          key: 'project', label: t('project'),
          cell: ({ project }) =>
            project ? <Link className="underline decoration-line underline-offset-4" to={paths.project(project.id)}>{text(project)}</Link> : t('noProject'),
        },
        { key: 'bookings', label: t('bookings'), isNumeric: true, cell: ({ bookings }) => bookings },
        { key: 'hours', label: t('hours'), isNumeric: true, cell: ({ seconds }) => formatHours(seconds, locale) },
        {
          key: 'quoted', label: t('quoted'), isNumeric: true,
          cell: ({ quotedFen, unpriced }) => (
            <>
              {formatMoney(quotedFen, locale)}
              {unpriced > 0 ? <span className="block text-sm text-muted">{t('unpriced', { count: unpriced })}</span> : null}
            </>
          ),
        },
        { key: 'share', label: t('share'), isNumeric: true, cell: ({ shareFen }) => formatMoney(shareFen, locale) },
      ]}
    />
  )
}
