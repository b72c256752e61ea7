import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** A mail about an incident; null where it is no longer true: one that is closed needs nobody's look. */
export async function composeIncident(kind: 'incident-reported' | 'incident-closed', id: string, to: { locale: Locale }, now: Date): Promise<Mail | null> {
  const found = await db.incident.findUnique({ where: { id }, select: { severity: true, at: true, what: true, measures: true, closedAt: true, resourceId: true, roomId: true } })
  if (found === null || (kind === 'incident-reported') !== (found.closedAt === null)) return null
  const campus = { select: { timeZone: true } } as const
  const [resource, room] = await Promise.all([
    found.resourceId ? db.resource.findUnique({ where: { id: found.resourceId }, select: { nameZh: true, nameEn: true, campus } }) : null,
    found.roomId ? db.room.findUnique({ where: { id: found.roomId }, select: { buildingZh: true, buildingEn: true, number: true, campus } }) : null,
  ])
  const { locale } = to
  const place = resource
    ? bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text
    : `${bilingual({ zh: room?.buildingZh, en: room?.buildingEn }, locale).text} ${room?.number ?? ''}`.trim()
  const timeZone = resource?.campus.timeZone ?? room?.campus.timeZone ?? 'Asia/Shanghai'
  return notice({
    locale, kind, area: 'usageIncidents.mail',
    values: { place, severity: createTranslator(locale)(`usageIncidents.severity.${found.severity}`), at: formatDateTime(found.at, { locale, timeZone, now }) },
    quotes: [kind === 'incident-closed' ? found.measures : found.what], link: `${env.BASE_URL}${paths.incident(id)}`,
  })
}
