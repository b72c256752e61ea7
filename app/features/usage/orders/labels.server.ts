import type { Actor } from '~/domain/access/permission'
import { getOrder, type OrderView } from '~/features/usage/orders/queries.server'
import { createTranslator } from '~/i18n/translator'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** What stands on the labels of an order's samples, in both languages, and where their code leads. */
export async function labelsOf(actor: Actor, id: string, now: Date): Promise<{ order: OrderView; address: string; storage: { zh: string; en: string } | null } | null> {
  const order = await getOrder(actor, id, now)
  if (order === null) return null
  const { storage } = order
  const say = (locale: 'zh-CN' | 'en') => (storage === null ? '' : createTranslator(locale)(`orders.storage.${storage}`))
  return { order, address: `${env.BASE_URL}${paths.order(order.id)}`, storage: storage === null ? null : { zh: say('zh-CN'), en: say('en') } }
}
