import { useLocale, useTranslations } from 'use-intl'
import type { StayState } from '~/domain/affiliation/stay'
import { usePersonName } from '~/features/auth/components/roles'
import type { StayView } from '~/features/people/affiliations/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { Status, type StatusTone } from '~/ui/badge'

const TONES: Record<StayState, StatusTone> = {
  waiting: 'waiting', refused: 'refused', coming: 'neutral', running: 'ok', ending: 'waiting', ended: 'muted',
}

export function StayStatus({ state }: { state: StayState }) {
  const t = useTranslations('affiliations.state')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}

/** A term in days of the alliance's calendar: it ends with its last day. */
export function useTermText(): (stay: { startsAt: Date; endsAt: Date | null; state?: StayState }, now: Date) => string {
  const t = useTranslations('affiliations')
  const locale = useLocale()
  return ({ startsAt, endsAt, state }, now) => {
    const day = (at: Date) => formatDate(at, { locale, timeZone: defaultTimeZone, now })
    const from = day(startsAt)
    if (endsAt === null || state === 'refused') return t('from', { day: from })
    return t('term', { from, until: day(endsAt > startsAt ? new Date(endsAt.getTime() - 1) : endsAt) })
  }
}

/** Who answers for somebody: a person, a partner, or both. */
export function Backing({ stay }: { stay: Pick<StayView, 'sponsor' | 'partner'> }) {
  const t = useTranslations('affiliations')
  const locale = useLocale()
  const nameOf = usePersonName()
  const { sponsor, partner } = stay
  if (!sponsor && !partner) return null
  return (
    <span className="block text-sm text-muted">
      {partner ? t('through', { name: bilingual({ zh: partner.nameZh, en: partner.nameEn }, locale).text }) : null}
      {partner && sponsor ? ' · ' : null}
      {sponsor ? t('sponsoredBy', { name: nameOf(sponsor) }) : null}
    </span>
  )
}
