import type { Actor } from '~/domain/access/permission'
import { startOfDay } from '~/domain/time/zone'
import { answerListing } from '~/features/catalogue/answer.server'
import { priceSchema } from '~/features/catalogue/resources/price-form'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { priceFields, pricesAt, setPrices } from '~/features/catalogue/resources/set-prices.server'

/** A posted grid of prices; where somebody else changed the entry meanwhile, their prices stand beside those typed. */
export function answerPrices(request: Request, actor: Actor, id: string, now: Date) {
  return answerListing(
    request,
    priceSchema,
    (input) => setPrices(actor, id, input, now),
    async ({ from }) => {
      const resource = await keptResource(actor, id)
      if (resource === null) return null
      const at = from === null ? now : startOfDay(from, resource.timeZone)
      return { version: resource.version, values: priceFields(await pricesAt(id, at)) }
    },
    ({ cells }) => priceFields(cells),
  )
}
