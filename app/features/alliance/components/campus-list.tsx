import { useLocale, useTranslations } from 'use-intl'
import { formatDuration } from '~/i18n/format'
import { Bilingual } from '~/ui/bilingual'

type Campus = {
  id: string
  nameZh: string
  nameEn: string
  districtZh: string | null
  districtEn: string | null
  railHub: string | null
  localMinutes: number | null
}

/** Campuses with the way from each to its railway station. */
export function CampusList({ campuses }: { campuses: readonly Campus[] }) {
  const t = useTranslations('alliance.university')
  return (
    <div className="grid gap-2">
      <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {campuses.map((campus) => (
          <li key={campus.id} className="grid gap-0.5">
            <span className="font-medium">
              <Bilingual value={{ zh: campus.nameZh, en: campus.nameEn }} />
            </span>
            <span className="text-muted">
              <Bilingual value={{ zh: campus.districtZh, en: campus.districtEn }} />
            </span>
            <span className="text-sm text-muted">
              <Journey campus={campus} />
            </span>
          </li>
        ))}
      </ul>
      <p className="text-sm text-faint">{t('estimate')}</p>
    </div>
  )
}

function Journey({ campus: { railHub, localMinutes } }: { campus: Campus }) {
  const t = useTranslations('alliance.university')
  const locale = useLocale()
  if (railHub === null || localMinutes === null) return <>{t('noRail')}</>
  // Message keys are letters only.
  const key = `station.${railHub.replaceAll(/[^A-Za-z]/g, '')}` as 'station.Chengdu'
  const hub = t.has(key) ? t(key) : railHub
  return <>{t('campusRail', { hub, duration: formatDuration(localMinutes, locale) })}</>
}
