import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { GrantRole, ScopeKind } from '~/domain/access/permission'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'

type Name = { zh: string; en: string }
export type ShownGrant = {
  id: string
  role: GrantRole
  scopeKind: ScopeKind
  university: Name | null
  lab: Name | null
  endsAt: Date | null
}

/** Over what a role is held, and until when. */
export function GrantScope({ grant, now }: { grant: ShownGrant; now: Date }) {
  const t = useTranslations('account.profile')
  const alliance = useTranslations('common')('alliance')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const name = grant.lab ?? grant.university
  const { endsAt } = grant
  // The end is exclusive: the last day in force is the one before.
  const lastMoment = endsAt === null ? null : new Date(endsAt.getTime() - 1)
  return (
    <span className="text-muted">
      {name === null ? alliance : bilingual(name, locale).text}
      {lastMoment === null ? null : ` · ${t('roleUntil', { date: formatDate(lastMoment, { locale, timeZone, now }) })}`}
    </span>
  )
}
