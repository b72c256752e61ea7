import { z } from 'zod'
import type { Period } from '~/domain/time/interval'
import { addDays, isPlainDate, plainDateOf, startOfDay, startOfWeek } from '~/domain/time/zone'

/** A query parameter each, repeatable; of one facet any value may match, of several facets all must. */
export const FACETS = ['usable', 'university', 'campus', 'city', 'level', 'kind', 'mode', 'tag', 'lab'] as const
export type Facet = (typeof FACETS)[number]
export type Filters = Record<Facet, string[]>

/** What the reader may use now, or once steps of their own are done; without signing in it does not narrow. */
export const USABLE = ['now', 'steps'] as const

/** A choice of a facet and how many resources it would leave under the other facets. */
export type FacetValue = { value: string; labelZh: string; labelEn: string; count: number }

export const SORTS = ['relevance', 'name', 'price', 'university'] as const
export type Sort = (typeof SORTS)[number]

/** Spans of days that a reader picks instead of two instants. */
export const SPANS = ['today', 'tomorrow', 'week', 'next_week'] as const
export type Span = (typeof SPANS)[number]

export const PAGE_SIZE = 20
export const MAX_PAGE_SIZE = 100
/** Who is free is computed for this many days at most. */
export const MAX_FREE_DAYS = 31
const MAX_VALUES = 50
const MAX_PAGE = 10_000
const DEFAULT_FREE_DAYS = 7
const MS_PER_DAY = 86_400_000

/** Free for so many minutes on end somewhere within the period. */
export type FreeWish = { period: Period; minutes: number }

export type Search = {
  q: string
  filters: Filters
  sort: Sort
  page: number
  limit: number
  span: Span | null
  minMinutes: number | null
  free: FreeWish | null
}

const count = (most: number) => z.coerce.number().int().min(1).max(most)
// Made once: a schema is costly to make and cheap to use.
const readSpan = z.enum(SPANS)
const readSort = z.enum(SORTS)
const readMinutes = count(MAX_FREE_DAYS * 1440)
const readPage = count(MAX_PAGE)
const readLimit = count(1_000_000)

function read<T>(schema: z.ZodType<T>, value: unknown): T | null {
  const result = schema.safeParse(value)
  return result.success ? result.data : null
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
const storable = (text: string) => text.replace(/\0|\p{Surrogate}/gu, '')

/**
 * A search as an address says it. What is wrong in it is left out: a link that was typed or has
 * aged still shows what can be shown. `timeZone` reads dates without an offset.
 */
export function parseSearch(params: URLSearchParams, now: Date, timeZone: string): Search {
  const values = (facet: Facet) => [
    ...new Set(params.getAll(facet).map(storable).filter(Boolean).slice(0, MAX_VALUES)),
  ]
  const span = read(readSpan, params.get('when'))
  const minMinutes = read(readMinutes, params.get('minMinutes'))
  return {
    q: storable(params.get('q') ?? '').trim(),
    filters: {
      usable: values('usable').filter((each) => USABLE.some((known) => known === each)),
      university: values('university'),
      campus: values('campus'),
      city: values('city'),
      level: values('level'),
      kind: values('kind'),
      mode: values('mode'),
      tag: values('tag'),
      lab: values('lab'),
    },
    sort: read(readSort, params.get('sort')) ?? 'relevance',
    page: pageOfCursor(params.get('cursor')) ?? read(readPage, params.get('page')) ?? 1,
    limit: Math.min(read(readLimit, params.get('limit')) ?? PAGE_SIZE, MAX_PAGE_SIZE),
    span,
    minMinutes,
    free: freeWish(params, { span, minMinutes, now, timeZone }),
  }
}

function freeWish(
  params: URLSearchParams,
  wish: { span: Span | null; minMinutes: number | null; now: Date; timeZone: string },
): FreeWish | null {
  const { now, timeZone, minMinutes } = wish
  const from = instantOf(params.get('freeFrom'), timeZone)
  const to = instantOf(params.get('freeTo'), timeZone)
  const asked =
    from || to
      ? { start: from ?? now, end: to ?? new Date((from ?? now).getTime() + DEFAULT_FREE_DAYS * MS_PER_DAY) }
      : wish.span || minMinutes
        ? spanPeriod(wish.span ?? 'week', now, timeZone)
        : null
  if (asked === null) return null
  const start = asked.start < now ? now : asked.start
  const last = new Date(start.getTime() + MAX_FREE_DAYS * MS_PER_DAY)
  const end = asked.end < last ? asked.end : last
  if (!(start < end)) return null
  // Without a length, two instants up to a day apart mean all of the time between them.
  const isWhole = (from !== null || to !== null) && end.getTime() - start.getTime() <= MS_PER_DAY
  const whole = Math.floor((end.getTime() - start.getTime()) / 60_000)
  return { period: { start, end }, minutes: minMinutes ?? (isWhole ? Math.max(1, whole) : 60) }
}

function spanPeriod(span: Span, now: Date, timeZone: string): Period {
  const today = plainDateOf(now, timeZone)
  const days = (from: string, length: number) => ({
    start: startOfDay(from, timeZone),
    end: startOfDay(addDays(from, length), timeZone),
  })
  if (span === 'today') return days(today, 1)
  if (span === 'tomorrow') return days(addDays(today, 1), 1)
  return span === 'week' ? days(today, 7) : days(addDays(startOfWeek(today), 7), 7)
}

const rfc3339 = z.iso.datetime({ offset: true })

function instantOf(text: string | null, timeZone: string): Date | null {
  if (text === null) return null
  if (isPlainDate(text)) return startOfDay(text, timeZone)
  // A plus sign in an address that was not encoded arrives as a blank.
  const stamp = text.replace(/ (?=\d\d:\d\d$)/, '+')
  return rfc3339.safeParse(stamp).success ? new Date(stamp) : null
}

/** The cursor after a page of this size; opaque to clients. */
export function cursorOf(page: number): string {
  return `p${page.toString(36)}`
}

function pageOfCursor(cursor: string | null): number | null {
  return cursor && /^p[0-9a-z]{1,5}$/.test(cursor) ? read(readPage, parseInt(cursor.slice(1), 36)) : null
}
