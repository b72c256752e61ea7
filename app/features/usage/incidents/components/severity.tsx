import { useLocale, useTranslations } from 'use-intl'
import type { IncidentSeverity } from '~/domain/incidents/severity'
import { bilingual } from '~/i18n/bilingual'
import { Status, type StatusTone } from '~/ui/badge'

const TONES: Record<IncidentSeverity, StatusTone> = { near_miss: 'neutral', minor: 'waiting', serious: 'refused' }

export function Severity({ severity }: { severity: IncidentSeverity }) {
  const t = useTranslations('usageIncidents.severity')
  return <Status tone={TONES[severity]}>{t(severity)}</Status>
}

type Place = { nameZh: string; nameEn: string | null }

/** The resource, and the room where it stands. */
export function usePlaceName(): (incident: { resource: Place | null; room: Place | null }) => string {
  const locale = useLocale()
  const name = (place: Place | null) => (place ? bilingual({ zh: place.nameZh, en: place.nameEn }, locale).text : '')
  return ({ resource, room }) => (resource ? name(resource) : name(room))
}
