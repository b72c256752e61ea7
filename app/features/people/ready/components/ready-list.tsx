import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { ReadyLine } from '~/features/people/ready/queries.server'
import { usePersonName } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { SubmitButton } from '~/ui/button'
import { Table } from '~/ui/table'

/** Whose steps are done, each with what was done when, and the granting one press away. */
export function ReadyList({ rows, action, now }: { rows: ReadyLine[]; action: string; now: Date }) {
  const t = useTranslations('training')
  const q = useTranslations('training.qualifications')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const personName = usePersonName()
  const resourceName = ({ resource }: ReadyLine) => bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text
  return (
    <Table<ReadyLine>
      caption={q('ready')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => `${row.personId}:${row.resource.id}:${row.mode}:${row.band}`}
      columns={[
        { key: 'person', label: t('column.person'), isRowHeader: true, cell: (row) => <>{personName(row.person)} <span className="block text-sm text-muted">{row.person.email}</span></> },
        {
          key: 'resource', label: t('column.resource'),
          cell: (row) => (
            <>
              {resourceName(row)}
              <span className="block text-sm text-muted">{[modes(row.mode), row.band === 'night' ? t('band.night') : null].filter(Boolean).join(' · ')}</span>
            </>
          ),
        },
        {
          key: 'steps', label: t('column.steps'),
          cell: (row) => (
            <ul className="grid gap-0.5">
              {row.steps.map(({ kind, at }, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- two supervised sessions may share kind and time
                <li key={index}>
                  {t(`kind.${kind}`)} <span className="tabular-nums text-muted">{formatDate(at, { locale, timeZone: row.resource.timeZone, now })}</span>
                </li>
              ))}
            </ul>
          ),
        },
        {
          key: 'action', label: t('column.action'),
          cell: (row) => (
            <Form method="post" action={action}>
              <input type="hidden" name="email" value={row.person.email} />
              <input type="hidden" name="subject" value={`resource:${row.resource.id}`} />
              <input type="hidden" name="mode" value={row.mode} />
              <input type="hidden" name="band" value={row.band} />
              <SubmitButton tone="primary" size="small" aria-label={q('grantButtonNamed', { person: personName(row.person), resource: resourceName(row) })}>{q('grantButton')}</SubmitButton>
            </Form>
          ),
        },
      ]}
    />
  )
}
