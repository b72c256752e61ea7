import type { Actor } from '~/domain/access/permission'
import { chainItems, MOST_ITEMS } from '~/domain/booking/chain'
import { UUID } from '~/features/bookings/held.server'
import { type ChainReply, chainPage, judgeChain } from '~/features/bookings/chains/answer.server'
import { chainResources, chainTemplate, type ChainTemplateView } from '~/features/bookings/chains/queries.server'
import { chainForm, putRows, rowOf, stepsOf } from '~/features/bookings/chains/schema'
import { blockSlots } from '~/features/bookings/chains/starts.server'
import { periodFields, readInstant, readPosted } from '~/features/bookings/form'
import { defaultTimeZone } from '~/i18n/locale'

const HOUR_MS = 3_600_000

/**
 * The chain page as an address opens it: what a lab proposes (`template`), or resources to begin with (`resource`),
 * at `start`, else when all of it fits first. Null: no such proposal.
 */
export async function openChain(actor: Actor, query: URLSearchParams, now: Date): Promise<{ page: ChainReply; template: Pick<ChainTemplateView, 'nameZh' | 'nameEn'> | null } | null> {
  const id = query.get('template')
  const template = id !== null && UUID.test(id) ? await chainTemplate(id) : null
  if (id !== null && template === null) return null
  const named = query.getAll('resource').slice(0, MOST_ITEMS)
  const known = await chainResources(actor, template ? template.steps.map(({ resourceId }) => resourceId) : named)
  const rows = template ? template.steps.map(rowOf) : named.flatMap((each) => (known.some((one) => one.id === each) ? [rowOf({ resourceId: each })] : []))
  const timeZone = known.find((each) => each.id === rows[0]?.resourceId)?.campus.timeZone ?? defaultTimeZone

  const body = new FormData()
  putRows(body, rows)
  const nextHour = new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS)
  const asked = readInstant(query.get('start'), timeZone)
  const say = (start: Date) => {
    const { startDate, startTime } = periodFields({ start, end: start }, timeZone)
    body.set('startDate', startDate)
    body.set('startTime', startTime)
    return readPosted(body, chainForm)
  }
  const first = say(asked ?? nextHour)
  const isWhole = first.ok && rows.length > 0 && rows.every(({ resourceId }) => known.some((each) => each.id === resourceId))
  const [slot] = isWhole && asked === null ? await blockSlots(chainItems(nextHour, stepsOf(first.value)), now, 1) : []
  const posted = slot ? say(slot.start) : first
  const form = posted.ok ? posted.value : null
  const verdict = form && isWhole ? await judgeChain(actor, form, timeZone, now) : null
  return { page: await chainPage(actor, { rows, form, reply: { values: posted.values, verdict } }, now), template }
}
