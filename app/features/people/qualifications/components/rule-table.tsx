import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { RuleRow } from '~/features/people/qualifications/rules.server'
import { bilingual } from '~/i18n/bilingual'
import { formatList } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { Table } from '~/ui/table'

/** What a rule holds for, as one text. */
export function useRuleName(): (row: Pick<RuleRow, 'resource' | 'lab' | 'kind'>) => string {
  const locale = useLocale()
  return ({ resource, lab, kind }) => {
    const place = resource ?? lab
    const name = place === null ? '' : bilingual({ zh: place.nameZh, en: place.nameEn }, locale).text
    return kind === null ? name : [name, bilingual(kind, locale).text].filter(Boolean).join(' · ')
  }
}

/** The rules in force, each to be edited or ended. */
export function RuleTable({ rows }: { rows: RuleRow[] }) {
  const t = useTranslations('training')
  const r = useTranslations('training.ruleForm')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const name = useRuleName()
  const steps = (row: RuleRow) =>
    formatList(
      [row.needsTheory ? r('needsTheory') : null, row.needsPractical ? r('needsPractical') : null, row.supervisedSessions > 0 ? r('supervised', { count: row.supervisedSessions }) : null, row.needsExam ? r('needsExam') : null].filter((each) => each !== null),
      locale,
    )
  const term = (row: RuleRow) =>
    [row.validMonths === null ? t('noEnd') : r('months', { count: row.validMonths }), row.idleDays === null ? null : r('idle', { count: row.idleDays })].filter((each) => each !== null).join(' · ')
  return (
    <Table<RuleRow>
      caption={r('list')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'subject', label: r('subject'), isRowHeader: true,
          cell: (row) => (
            <>
              {name(row)}
              <span className="block text-sm text-muted">{[modes(row.mode ?? 'self_operation'), row.band === 'night' ? t('band.night') : null].filter(Boolean).join(' · ')}</span>
            </>
          ),
        },
        { key: 'asks', label: t('column.asks'), cell: steps },
        { key: 'by', label: r('grantedBy'), cell: (row) => r(`granter.${row.grantedBy}`) },
        { key: 'term', label: t('column.until'), cell: term },
        {
          key: 'action', label: t('column.action'),
          cell: (row) => (
            <ButtonRow>
              <LinkButton size="small" to={`${paths.manageTrainingRules({ edit: row.id })}#set`} aria-label={r('editNamed', { name: name(row) })}>{r('edit')}</LinkButton>
              <Form method="post" action={paths.manageTrainingRules()}>
                <input type="hidden" name="form" value="end" />
                <input type="hidden" name="version" value={row.version} />
                <SubmitButton tone="danger" size="small" name="id" value={row.id} aria-label={r('endNamed', { name: name(row) })}>{r('end')}</SubmitButton>
              </Form>
            </ButtonRow>
          ),
        },
      ]}
    />
  )
}
