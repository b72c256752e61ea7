import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { meanTenths } from '~/domain/usage/achievement'
import { formatNumber } from '~/i18n/format'
import { paths } from '~/platform/paths'

const link = 'text-accent underline underline-offset-4'

/** What users said of a resource, once enough did, and the ways to what came of it and to the rules of conduct there. */
export function AfterLinks({ resource }: { resource: { id: string; ratingCount: number; ratingSum: number; isManageable: boolean } }) {
  const { id, ratingCount, ratingSum } = resource
  const after = useTranslations('conductAfter')
  const conduct = useTranslations('conduct')
  const locale = useLocale()
  const mean = meanTenths(ratingCount, ratingSum)
  return (
    <span className="flex flex-wrap gap-x-4">
      {mean === null ? null : <span>{after('rating.meanValue', { mean: formatNumber(mean / 10, locale), count: ratingCount })}</span>}
      <Link to={paths.achievements({ resource: id })} className={link}>{after('works.resourceLink')}</Link>
      <Link to={paths.conductRules({ resource: id })} className={link}>{conduct('rulesLink')}</Link>
      {resource.isManageable ? <Link to={paths.manageAfter('resource', id)} className={link}>{after('thanks.edit')}</Link> : null}
    </span>
  )
}
