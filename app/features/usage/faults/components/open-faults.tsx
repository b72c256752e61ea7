import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { OpenFault } from '~/features/usage/faults/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatRelative } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Section } from '~/ui/section'

/** What users reported of machines that the reader looks after. */
export function OpenFaults({ faults, now }: { faults: readonly OpenFault[]; now: Date }) {
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  if (faults.length === 0) return null
  return (
    <Section title={t('faultOpen')}>
      <ul className="grid gap-2">
        {faults.map(({ id, nameZh, nameEn, what, isUrgent, reportedAt }) => (
          <li key={id} className="flex min-w-0 flex-wrap gap-x-4">
            <Link className="underline decoration-line underline-offset-4 hover:decoration-current" to={paths.faultReport(id)}>{bilingual({ zh: nameZh, en: nameEn }, locale).text}</Link>
            <span className="min-w-0 max-w-reading truncate text-muted">{what}</span>
            <span className="text-muted">{formatRelative(reportedAt, now, locale)}</span>
            {isUrgent ? <span className="text-refused">{t('report.urgent')}</span> : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}
