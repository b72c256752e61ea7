import { z } from 'zod'
import { RESOURCE_MODES, type ResourceMode } from '~/domain/booking/facts'
import type { Period } from '~/domain/time/interval'
import { addDays, isPlainDate, plainDateOf, startOfDay, startOfWeek } from '~/domain/time/zone'

/** How what is free is ordered. */
export const SLOT_SORTS = ['earliest', 'nearest', 'cheapest'] as const
export type SlotSort = (typeof SLOT_SORTS)[number]

export const WHENS = ['week', 'next_week', 'fortnight', 'month', 'dates'] as const
export type When = (typeof WHENS)[number]

/** A search looks over this many days at most. */
export const MAX_SEARCH_DAYS = 31
/** So many resources can be asked for together. */
export const MOST_TOGETHER = 5
export const DEFAULT_MINUTES = 180
export const LONGEST_MINUTES = 14 * 1440
export const DEFAULT_GAP_MINUTES = 60
export const LONGEST_GAP_MINUTES = 2 * 1440
export const SLOTS_A_PAGE = 20

/** What the form of /find says; dates are plain. */
export const findForm = z.object({
  q: z.string().trim().max(200).default(''),
  kind: z.string().max(100).optional(),
  city: z.string().max(100).optional(),
  campus: z.string().max(100).optional(),
  university: z.string().max(100).optional(),
  mode: z.enum(RESOURCE_MODES).optional(),
  minutes: z.coerce.number().int().min(1).max(LONGEST_MINUTES).default(DEFAULT_MINUTES),
  when: z.enum(WHENS).default('fortnight'),
  from: z.string().refine(isPlainDate, { error: 'date' }).optional(),
  to: z.string().refine(isPlainDate, { error: 'date' }).optional(),
  usable: z.literal('1').optional(),
  near: z.string().max(100).optional(),
  sort: z.enum(SLOT_SORTS).default('earliest'),
  gap: z.coerce.number().int().min(0).max(LONGEST_GAP_MINUTES).default(DEFAULT_GAP_MINUTES),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
  /** `together`: when the chosen resources are free, instead of which resource is. */
  view: z.literal('together').optional(),
})
export type FindForm = z.output<typeof findForm>

export type SlotFilters = {
  q: string
  kind: readonly string[]
  city: readonly string[]
  campus: readonly string[]
  university: readonly string[]
  mode: ResourceMode | null
}

export type SlotQuestion = SlotFilters & {
  minutes: number
  window: Period
  /** Only what the reader may use now. */
  isUsable: boolean
  sort: SlotSort
  /** The campus that journeys begin at; null: the reader's own. */
  near: string | null
  page: number
  limit: number
}

/** The chosen resources of an address, in their order; each once. */
export function chosenIds(query: URLSearchParams): string[] {
  const ids = query.getAll('resource').filter((id) => id !== '' && id.length <= 100 && !id.includes('\0') && id.isWellFormed())
  return [...new Set(ids)].slice(0, MOST_TOGETHER)
}

/** The period that a form means, from now on; null: its dates are in the wrong order, over, or too far apart. */
export function windowOf(form: Pick<FindForm, 'when' | 'from' | 'to'>, now: Date, timeZone: string): Period | null {
  const today = plainDateOf(now, timeZone)
  const days = (from: string, length: number) => ({ start: startOfDay(from, timeZone), end: startOfDay(addDays(from, length), timeZone) })
  if (form.when === 'next_week') return days(addDays(startOfWeek(today), 7), 7)
  if (form.when !== 'dates') {
    return { start: now, end: days(today, { week: 7, fortnight: 14, month: MAX_SEARCH_DAYS - 1 }[form.when]).end }
  }
  const first = form.from ?? today
  const start = startOfDay(first, timeZone)
  const end = startOfDay(addDays(form.to ?? addDays(first, 6), 1), timeZone)
  const isLongest = end.getTime() - start.getTime() > MAX_SEARCH_DAYS * 86_400_000
  if (start >= end || end <= now || isLongest) return null
  return { start: start < now ? now : start, end }
}
