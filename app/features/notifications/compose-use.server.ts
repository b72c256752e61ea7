import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod, formatTime } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** To whoever comes next, that the one before is still there; to managers, that a fault was reported. Null once it is no longer so. */
export async function composeUseNotice(kind: 'use-still-running' | 'fault-reported', subjectId: string, locale: Locale, now: Date): Promise<Mail | null> {
  const name = (one: { nameZh: string | null; nameEn: string | null } | null) => bilingual({ zh: one?.nameZh, en: one?.nameEn }, locale).text
  if (kind === 'fault-reported') {
    const report = await db.faultReport.findUnique({ where: { id: subjectId }, select: { what: true, isUrgent: true, closedAt: true, resourceId: true, reportedById: true } })
    if (report === null || report.closedAt !== null) return null
    const [resource, person] = await Promise.all([
      db.resource.findUnique({ where: { id: report.resourceId }, select: { nameZh: true, nameEn: true } }),
      db.person.findUnique({ where: { id: report.reportedById }, select: { nameZh: true, nameEn: true, email: true } }),
    ])
    const values = { resource: name(resource), person: name(person) || (person?.email ?? ''), urgent: report.isUrgent ? 'yes' : 'no' }
    return notice({ locale, area: 'usageMachine.mail', kind, values, quotes: [report.what], link: `${env.BASE_URL}${paths.faultReport(subjectId)}` })
  }
  const next = await db.bookingItem.findUnique({
    where: { id: subjectId },
    select: { startsAt: true, endsAt: true, status: true, bookingId: true, resourceId: true, resource: { select: { nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
  })
  if (!next?.startsAt || !next.endsAt || next.endsAt <= now || next.status !== 'not_started') return null
  const before = await db.overdueWord.findFirst({ where: { nextItemId: subjectId }, orderBy: { toldAt: 'desc' }, select: { itemId: true } })
  const item = before && (await db.bookingItem.findUnique({ where: { id: before.itemId }, select: { status: true, endsAt: true } }))
  if (!item?.endsAt || item.status !== 'in_use') return null
  const { timeZone } = next.resource.campus
  const values = {
    resource: name(next.resource),
    period: formatPeriod({ start: next.startsAt, end: next.endsAt }, { locale, timeZone, now }),
    ended: formatTime(item.endsAt, { locale, timeZone }),
  }
  return notice({ locale, area: 'usageMachine.mail', kind, values, link: `${env.BASE_URL}${paths.booking(next.bookingId)}` })
}
