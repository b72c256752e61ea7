import { ownUniversities } from '~/domain/affiliation/belonging'
import type { Actor } from '~/domain/access/permission'
import { slotSearch, type Span } from '~/domain/booking/free-slots'
import { doorToDoorMinutes } from '~/domain/scheduling/travel'
import type { Period } from '~/domain/time/interval'
import { getCampusPlaces, getRailLegs } from '~/features/alliance/queries.server'
import { looseTerms, searchTerms } from '~/features/catalogue/search-text'
import { listedFor } from '~/features/catalogue/visibility.server'
import { priceClass } from '~/features/finder/search.server'
import { type Searchable, searchables } from '~/features/finder/slots/facts.server'
import type { SlotFilters, SlotQuestion } from '~/features/finder/slots/schema'
import { matches } from '~/features/finder/text-match.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { Prisma } from '~/platform/generated/prisma/client'

export type FoundSlot = {
  resourceId: string
  timeZone: string
  slot: Period
  /** Door to door from where the reader starts; null: no way is known, or nowhere to start from. */
  journeyMinutes: number | null
}

export type SlotAnswer = {
  items: FoundSlot[]
  /** Resources that match, free or not. */
  searched: number
  /** Of those, how many are free. Where only usable ones are asked for it is not counted: null. */
  free: number | null
  hasMore: boolean
}

/** So many are judged at once where only what the reader may use is wanted. */
const JUDGED_AT_ONCE = 200

/**
 * Which of the resources that the reader may see has a slot of the length within the window, and when
 * the first one is. One query, whatever their number; words that match nothing as typed are tried
 * inside longer ones.
 */
export async function searchSlots(actor: Actor | null, question: SlotQuestion, now: Date): Promise<SlotAnswer> {
  const scope = (strictness: 'strict' | 'loose') => ({
    condition: scopeOf(actor, question, strictness),
    isNarrow: false,
    priceClass: question.sort === 'cheapest' ? priceClass(actor) : null,
  })
  const [asTyped, journeys] = await Promise.all([
    searchables(scope('strict'), question.window, now, question.mode),
    journeysFrom(actor, question.near),
  ])
  const resources = asTyped.length === 0 && question.q ? await searchables(scope('loose'), question.window, now, question.mode) : asTyped
  const free = resources.flatMap((resource) => {
    const slot = firstSlot(resource, question, now)
    return slot ? [{ resource, slot, journey: journeys(resource.campusId) }] : []
  })
  free.sort(ORDER[question.sort])

  const skip = (question.page - 1) * question.limit
  const wanted = skip + question.limit + 1
  const chosen = question.isUsable && actor ? await usable(actor, free, wanted, now) : free
  return {
    items: chosen.slice(skip, skip + question.limit).map(({ resource, slot, journey }) => ({
      resourceId: resource.id,
      timeZone: resource.timeZone,
      slot: { start: new Date(slot.start), end: new Date(slot.end) },
      journeyMinutes: journey,
    })),
    searched: resources.length,
    free: question.isUsable ? null : free.length,
    hasMore: chosen.length > skip + question.limit,
  }
}

type Free = { resource: Searchable; slot: Span; journey: number | null }

function firstSlot({ facts }: Searchable, { minutes, window }: SlotQuestion, now: Date): Span | null {
  const span = { start: window.start.getTime(), end: window.end.getTime() }
  return slotSearch(facts, { minutes, window: span, now: now.getTime() }).next(span.start)
}

const rank = (value: number | null) => value ?? Infinity
const byStart = (a: Free, b: Free) => a.slot.start - b.slot.start
const byJourney = (a: Free, b: Free) => (rank(a.journey) === rank(b.journey) ? 0 : rank(a.journey) - rank(b.journey))
const byPrice = (a: Free, b: Free) => {
  const [x, y] = [rank(a.resource.perHourFen), rank(b.resource.perHourFen)]
  return x === y ? 0 : x - y
}

// The rest is the order of names, in which they come.
const ORDER: Record<SlotQuestion['sort'], (a: Free, b: Free) => number> = {
  earliest: (a, b) => byStart(a, b) || byJourney(a, b),
  nearest: (a, b) => byJourney(a, b) || byStart(a, b),
  cheapest: (a, b) => byPrice(a, b) || byStart(a, b),
}

/** Judges no more than it takes to fill the page. */
async function usable(actor: Actor, free: readonly Free[], wanted: number, now: Date): Promise<Free[]> {
  const kept: Free[] = []
  for (let at = 0; at < free.length && kept.length < wanted; at += JUDGED_AT_ONCE) {
    const some = free.slice(at, at + JUDGED_AT_ONCE)
    const judged = await eligibilityOf(actor, some.map(({ resource }) => resource.id), now)
    kept.push(...some.filter(({ resource }) => (judged.get(resource.id)?.usable.length ?? 0) > 0))
  }
  return kept
}

function scopeOf(actor: Actor | null, filters: SlotFilters, strictness: 'strict' | 'loose'): Prisma.Sql {
  const terms = strictness === 'strict' ? searchTerms(filters.q) : looseTerms(filters.q)
  const parts = [listedFor(actor), matches(terms, strictness)]
  const among = (column: Prisma.Sql, values: readonly string[]) => {
    if (values.length > 0) parts.push(Prisma.sql`${column} = ANY (${[...values]}::text[])`)
  }
  among(Prisma.sql`r.kind_id`, filters.kind)
  among(Prisma.sql`c.city`, filters.city)
  among(Prisma.sql`r.campus_id`, filters.campus)
  among(Prisma.sql`r.university_id`, filters.university)
  if (filters.mode) parts.push(Prisma.sql`${filters.mode}::"ResourceMode" = ANY (r.modes)`)
  return Prisma.join(parts, ' AND ')
}

/** Minutes from door to door, by campus, from the one named or from the nearest of the reader's own university. */
export async function journeysFrom(actor: Actor | null, near: string | null): Promise<(campusId: string) => number | null> {
  const homes = actor ? ownUniversities(actor) : []
  if (near === null && homes.length === 0) return () => null
  const [places, rail] = await Promise.all([getCampusPlaces(), getRailLegs()])
  const named = places.filter((each) => each.id === near)
  const starts = named.length > 0 ? named : places.filter((each) => each.universityId === homes[0])
  const shortest = (to: (typeof places)[number]) =>
    starts.map((start) => doorToDoorMinutes(start, to, rail)).reduce<number | null>((least, each) => (each !== null && (least === null || each < least) ? each : least), null)
  const known = new Map(places.map((each) => [each.id, shortest(each)]))
  return (campusId) => known.get(campusId) ?? null
}
