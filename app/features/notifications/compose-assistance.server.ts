import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

const HELD = ['approved', 'in_use']

/** To whoever assists: the plan as it is now, or that it is off. To who comes: who assists instead. Null once it is over. */
export async function composeAssistance(kind: 'assist-changed' | 'operator-changed', bookingId: string, to: { id: string; locale: Locale }, now: Date): Promise<Mail | null> {
  const { locale } = to
  const booking = await db.booking.findUnique({
    where: { id: bookingId },
    select: {
      status: true,
      items: {
        select: {
          startsAt: true, endsAt: true,
          resource: { select: { nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } },
          operator: { select: { nameZh: true, nameEn: true, operator: { select: { personId: true } } } },
        },
        orderBy: { position: 'asc' },
      },
    },
  })
  if (booking === null) return null
  const isMail = kind === 'operator-changed'
  const own = booking.items.filter((each) => each.operator !== null && (isMail || each.operator.operator?.personId === to.id))
  const item = own[0] ?? booking.items[0]
  if (!item?.startsAt || !item.endsAt || item.endsAt <= now) return null
  const isHeld = HELD.includes(booking.status)
  if (isMail && (!isHeld || own.length === 0)) return null
  const said = isMail ? kind : isHeld && own.length > 0 ? 'assist-given' : 'assist-ended'
  const name = (one: { nameZh: string; nameEn: string | null } | null) => bilingual({ zh: one?.nameZh, en: one?.nameEn }, locale).text
  const values = {
    resource: name(item.resource),
    operator: name(item.operator),
    period: formatPeriod({ start: item.startsAt, end: item.endsAt }, { locale, timeZone: item.resource.campus.timeZone, now }),
  }
  return notice({ locale, area: 'operators.mail', kind: said, values, link: `${env.BASE_URL}${isMail ? paths.booking(bookingId) : paths.duty()}` })
}
