import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import type { OrderMailOrder } from '~/features/jobs/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatMoney, formatPlainDate } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** A mail about a step of an entrusted test; null where it is no longer true. Of the samples nothing is told but how many. */
export async function composeOrderMail({ kind, orderId, reason }: OrderMailOrder, to: { locale: Locale }, now: Date): Promise<Mail | null> {
  const { locale } = to
  const order = await db.testOrder.findUnique({
    where: { id: orderId },
    select: { code: true, status: true, quotedFen: true, afterwards: true, resultUntil: true, resultGoneAt: true, resource: { select: { nameZh: true, nameEn: true } }, samples: { select: { id: true } } },
  })
  if (order === null) return null
  if (kind === 'order-waiting' && order.status !== 'asked') return null
  if ((kind === 'order-result-ending' || kind === 'order-ready') && order.resultGoneAt !== null) return null
  const { resource, code, quotedFen, resultUntil, afterwards } = order
  const values = {
    code, samples: order.samples.length, afterwards,
    resource: bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text,
    price: quotedFen === null ? '' : formatMoney(quotedFen, locale),
    until: resultUntil === null ? '' : formatPlainDate(resultUntil.toISOString().slice(0, 10), locale, now),
  }
  return notice({ locale, kind, area: 'ordersMail', values, quotes: [reason ?? null], link: `${env.BASE_URL}${paths.order(orderId)}` })
}
