import { blockStarts } from '~/domain/booking/chain-slots'
import type { WantedItem } from '~/domain/booking/facts'
import { slotSearch } from '~/domain/booking/free-slots'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'
import { searchables } from '~/features/finder/slots/facts.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** How far ahead a block is looked for. */
const LOOK_AHEAD_DAYS = 21

/**
 * When all the items fit at their distances from each other, as periods of the whole block: the first ones from
 * the block's beginning on, or from now. What depends on the person is not looked at. Who asks has found out that
 * the resources may be seen.
 */
export async function blockSlots(items: readonly WantedItem[], now: Date, count: number): Promise<Period[]> {
  const first = Math.min(...items.map(({ period }) => period.start.getTime()))
  const last = Math.max(...items.map(({ period }) => period.end.getTime()))
  if (!Number.isFinite(first) || last <= first) return []
  const from = new Date(Math.max(first, now.getTime()))
  const window = { start: from, end: addMinutes(from, LOOK_AHEAD_DAYS * 1440 + (last - first) / 60_000) }
  // A resource is free at other times when somebody has to assist.
  const modes = [...new Set(items.map(({ mode }) => mode))]
  const facts = new Map((await Promise.all(modes.map(async (mode) => {
    const ids = items.filter((each) => each.mode === mode).map(({ resourceId }) => resourceId)
    const found = await searchables({ condition: Prisma.sql`r.id = ANY (${ids}::text[])`, isNarrow: true, priceClass: null }, window, now, mode)
    return found.map((each) => [`${mode} ${each.id}`, each.facts] as const)
  }))).flat())
  const span = { start: window.start.getTime(), end: window.end.getTime() }
  const parts = items.flatMap(({ resourceId, period, quantity, mode, attendance, keptAttendance }) => {
    const own = facts.get(`${mode} ${resourceId}`)
    if (!own) return []
    const targets = own.targets.map((each, at) => (at === 0 ? { ...each, quantity } : each))
    return [{ search: slotSearch({ ...own, targets, attendance: attendance ?? keptAttendance ?? own.attendance }, { minutes: minutes(period), window: span, now: now.getTime() }), offset: period.start.getTime() - first }]
  })
  if (parts.length < items.length) return []
  const apart = items[0]!.period.end.getTime() - items[0]!.period.start.getTime()
  return blockStarts(parts, { from: span.start, apart, count }).map((at) => ({ start: new Date(at), end: new Date(at + last - first) }))
}
