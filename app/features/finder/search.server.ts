import { ownUniversities, standsFor } from '~/domain/affiliation/belonging'
import type { Actor } from '~/domain/access/permission'
import type { ListPrice } from '~/domain/pricing/quote'
import { looseTerms, searchTerms } from '~/features/catalogue/search-text'
import { listedFor } from '~/features/catalogue/visibility.server'
import { whoIsFree } from '~/features/finder/availability.server'
import { conditions, facetRows, labelled, type RawFacet, usability } from '~/features/finder/facets.server'
import { cursorOf, type Facet, type FacetValue, type Filters, type FreeWish, type Sort } from '~/features/finder/schema'
import { probableWord, vocabularyOf } from '~/features/finder/spelling'
import { likeness, matches, resembles, weight } from '~/features/finder/text-match.server'
import { usableResources, type Usable } from '~/features/people/eligibility/queries.server'
import type { Locale } from '~/i18n/locale'
import { db, rawQuery } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** More resources than this are not looked at by "who is free": the first ones by name are. */
const MOST_COMPUTED = 3_000

export type FoundResource = {
  id: string
  nameZh: string
  nameEn: string | null
  maker: string | null
  model: string | null
  isIllustrative: boolean
  capacity: number
  modes: string[]
  needsQualification: boolean
  shareScope: 'own_university' | 'alliance' | 'all' | 'contact_only'
  kind: { id: string; zh: string; en: string; nature: string }
  lab: { id: string; nameZh: string; nameEn: string; level: string; access: 'open' | 'restricted' }
  university: { id: string; nameZh: string; nameEn: string; shortZh: string; abbr: string }
  campus: { id: string; nameZh: string; nameEn: string; city: string; timeZone: string }
  prices: ListPrice[]
}

export type SearchRequest = {
  q: string
  filters: Filters
  sort: Sort
  page: number
  limit: number
  actor: Actor | null
  locale: Locale
  free: FreeWish | null
  now: Date
}

export type SearchAnswer = {
  items: FoundResource[]
  total: number
  facets: Record<Facet, FacetValue[]>
  nextCursor: string | null
  /** True when nothing matched and what is shown is merely like it. */
  similar: boolean
  /** The corrected words, when spelling was the matter. */
  correctedTo: string | null
}

type TextMatch = { condition: Prisma.Sql; rank: Prisma.Sql }
type RawAnswer = { textTotal: number; total: number; items: RawItem[]; facets: RawFacet[] }
type RawPrice = Omit<ListPrice, 'validFrom' | 'validTo'> & { validFrom: string; validTo: string | null }
type RawItem = Omit<FoundResource, 'prices'> & { prices: RawPrice[] }

/**
 * Resources that the actor may see, by words, facets and free time, with the counts of every facet
 * under the other facets; what the actor may use is judged, and counted, only where it is asked for.
 * Values of a facet that do not exist are ignored. When nothing matches the words as typed, smaller
 * words are tried, then a likely spelling, then likeness (`similar`).
 */
export async function searchResources(request: SearchRequest): Promise<SearchAnswer> {
  const typed = searchTerms(request.q)
  const { actor, filters } = request
  const usable = actor !== null && filters.usable.length > 0 ? await usableResources(actor, request.now) : null
  const run = (text: TextMatch) => answerTo(request, text, usable)
  const asTyped = await run(strict(typed))
  if (typed.length === 0 || asTyped.textTotal > 0) return answer(asTyped, request)

  const loose = looseTerms(request.q)
  const taken = await run({ condition: matches(loose, 'loose'), rank: weight(loose, 'loose') })
  if (loose.length > 0 && taken.textTotal > 0) return answer(taken, request)

  const vocabulary = vocabularyOf(await phrases())
  const corrected = loose.map((term) => probableWord(term, vocabulary) ?? term)
  if (corrected.some((term, at) => term !== loose[at])) {
    const respelt = await run(strict(corrected))
    if (respelt.textTotal > 0) return { ...answer(respelt, request), similar: true, correctedTo: corrected.join(' ') }
  }
  // A single character is like too much.
  if (typed.every((term) => term.length < 2)) return answer(asTyped, request)
  const alike = await run({ condition: resembles(typed), rank: likeness(typed) })
  return { ...answer(alike, request), similar: alike.textTotal > 0 }
}

const strict = (terms: string[]): TextMatch => ({
  condition: matches(terms, 'strict'),
  rank: weight(terms, 'strict'),
})

async function answerTo(request: SearchRequest, text: TextMatch, usable: Usable | null): Promise<RawAnswer> {
  const { actor, filters, now } = request
  const freeIds = request.free ? await whoIsFree(await candidates(actor, text), request.free, now) : null
  const isFree = freeIds ? Prisma.sql`r.id = ANY (${freeIds}::text[])` : Prisma.sql`TRUE`
  // In steps of few joins each: joined at once, the order of so many tables took several times as long to plan as to run.
  const rows = await rawQuery<RawAnswer>`
    WITH lab_tags AS (
      SELECT lab_id, array_agg(tag_id) AS ids FROM lab_tag GROUP BY lab_id
    ), own_tags AS (
      SELECT resource_id, array_agg(tag_id) AS ids FROM resource_tag GROUP BY resource_id
    ), links AS (
      SELECT lr.resource_id, array_agg(x.id) AS ids, array_agg(x.level::text) AS levels
        FROM lab_resource lr JOIN lab x ON x.id = lr.lab_id WHERE x.confirmed_at IS NOT NULL GROUP BY lr.resource_id
    ), matched AS MATERIALIZED (
      SELECT r.id, r.sort_key, r.lab_id, r.university_id, r.campus_id, r.kind_id, r.modes, l.level::text AS level,
             ${usability(usable)} AS usability, ${rank(request, text)} AS rank, ${cheapest(request)} AS cheapest
        FROM resource r JOIN lab l ON l.id = r.lab_id
       WHERE ${listedFor(actor)} AND ${text.condition} AND ${isFree}
    ), placed AS MATERIALIZED (
      SELECT m.*, k.nature, c.city, u.position
        FROM matched m JOIN campus c ON c.id = m.campus_id JOIN university u ON u.id = m.university_id JOIN resource_kind k ON k.id = m.kind_id
    ), found AS MATERIALIZED (
      SELECT p.*,
             ${together(Prisma.sql`ARRAY[p.lab_id]`, Prisma.sql`links.ids`)} AS lab_ids,
             ${together(Prisma.sql`ARRAY[p.level]`, Prisma.sql`links.levels`)} AS levels,
             ${together(Prisma.sql`coalesce(lab_tags.ids, '{}')`, Prisma.sql`own_tags.ids`)} AS tag_ids
        FROM placed p
        LEFT JOIN lab_tags ON lab_tags.lab_id = p.lab_id
        LEFT JOIN own_tags ON own_tags.resource_id = p.id
        LEFT JOIN links ON links.resource_id = p.id
    ), judged AS MATERIALIZED (
      SELECT *, ${conditions(filters, usable)} FROM found
    ), hits AS MATERIALIZED (
      SELECT * FROM judged
       WHERE f_usable AND f_university AND f_campus AND f_city AND f_level AND f_kind AND f_mode AND f_tag AND f_lab
    ), page AS (
      SELECT id, row_number() OVER (ORDER BY ${order(request.sort)}) AS place FROM hits
       ORDER BY place LIMIT ${request.limit}::int OFFSET ${(request.page - 1) * request.limit}::int
    )
    SELECT
      (SELECT count(*)::int FROM found) AS "textTotal",
      (SELECT count(*)::int FROM hits) AS total,
      (SELECT coalesce(jsonb_agg(item ORDER BY place), '[]') FROM (${items}) i) AS items,
      (SELECT coalesce(jsonb_agg(f), '[]') FROM (${facetRows(filters)}) f) AS facets`
  const [row] = rows
  return row ?? { textTotal: 0, total: 0, items: [], facets: [] }
}

async function candidates(actor: Actor | null, text: TextMatch): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM resource r JOIN lab l ON l.id = r.lab_id
     WHERE ${listedFor(actor)} AND ${text.condition}
       AND l.access = 'open' AND r.share_scope <> 'contact_only'
     ORDER BY r.sort_key, r.id LIMIT ${MOST_COMPUTED}::int`
  return rows.map((row) => row.id)
}

/** Two arrays as one without repeats; most rows have no second one and cost nothing. */
function together(first: Prisma.Sql, second: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${second} IS NULL THEN ${first}
    ELSE ARRAY(SELECT DISTINCT unnest(${first} || ${second})) END`
}

const rank = ({ sort }: SearchRequest, text: TextMatch) => (sort === 'relevance' ? text.rank : Prisma.sql`0`)

function cheapest({ sort, actor, now }: SearchRequest): Prisma.Sql {
  if (sort !== 'price') return Prisma.sql`NULL::bigint`
  return Prisma.sql`(
    SELECT min(p.per_hour_fen) FROM list_price p
     WHERE p.resource_id = r.id AND p.valid_from <= ${now}::timestamptz
       AND (p.valid_to IS NULL OR p.valid_to > ${now}::timestamptz)
       AND p.origin_class = ${priceClass(actor)})`
}

/** The origin class by which resources (r) are sorted; a reader without one compares as a member. */
export function priceClass(actor: Actor | null): Prisma.Sql {
  if (actor === null) return Prisma.sql`'alliance_member'::"OriginClass"`
  // Nobody owns this: what the reader counts as where they do not belong.
  const elsewhere = standsFor(actor, '')
  if (elsewhere.kind === 'enterprise') return Prisma.sql`'enterprise'::"OriginClass"`
  if (elsewhere.universityId === null) return Prisma.sql`'other_institution'::"OriginClass"`
  return Prisma.sql`(CASE WHEN r.university_id = ANY (${ownUniversities(actor)}::text[])
    THEN 'own_university' ELSE 'alliance_member' END)::"OriginClass"`
}

function order(sort: Sort): Prisma.Sql {
  const byName = Prisma.sql`sort_key COLLATE "C", id COLLATE "C"`
  if (sort === 'price') return Prisma.sql`cheapest NULLS LAST, ${byName}`
  if (sort === 'university') return Prisma.sql`position, university_id, ${byName}`
  return sort === 'name' ? byName : Prisma.sql`rank DESC, ${byName}`
}

const items = Prisma.sql`
  SELECT p.place, jsonb_build_object(
    'id', r.id, 'nameZh', r.name_zh, 'nameEn', r.name_en, 'maker', r.maker, 'model', r.model,
    'isIllustrative', r.is_illustrative, 'capacity', r.capacity, 'modes', r.modes,
    'needsQualification', r.needs_qualification, 'shareScope', r.share_scope,
    'kind', jsonb_build_object('id', k.id, 'zh', k.zh, 'en', k.en, 'nature', k.nature),
    'lab', jsonb_build_object('id', l.id, 'nameZh', l.name_zh, 'nameEn', l.name_en, 'level', l.level, 'access', l.access),
    'university', jsonb_build_object('id', u.id, 'nameZh', u.name_zh, 'nameEn', u.name_en, 'shortZh', u.short_zh, 'abbr', u.abbr),
    'campus', jsonb_build_object('id', c.id, 'nameZh', c.name_zh, 'nameEn', c.name_en, 'city', c.city, 'timeZone', c.time_zone),
    'prices', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'originClass', lp.origin_class, 'mode', lp.mode, 'perHourFen', lp.per_hour_fen,
                 'validFrom', lp.valid_from, 'validTo', lp.valid_to)), '[]')
                 FROM list_price lp WHERE lp.resource_id = r.id)) AS item
    FROM page p JOIN resource r ON r.id = p.id
    CROSS JOIN LATERAL (SELECT * FROM lab WHERE id = r.lab_id OFFSET 0) l
    CROSS JOIN LATERAL (SELECT * FROM campus WHERE id = r.campus_id OFFSET 0) c
    CROSS JOIN LATERAL (SELECT * FROM university WHERE id = r.university_id OFFSET 0) u
    CROSS JOIN LATERAL (SELECT * FROM resource_kind WHERE id = r.kind_id OFFSET 0) k`

/** What misspelt words are compared with: names that people look for, without the rest of the text. */
async function phrases(): Promise<string[]> {
  const rows = await db.$queryRaw<{ phrase: string }[]>`
    SELECT unnest(ARRAY[en] || synonyms) AS phrase FROM resource_kind
    UNION ALL SELECT unnest(ARRAY[name_en] || former_names) FROM lab WHERE confirmed_at IS NOT NULL
    UNION ALL SELECT unnest(ARRAY[name_en, abbr]) FROM university
    UNION ALL SELECT DISTINCT concat_ws(' ', name_en, maker, model) FROM resource WHERE status = 'active'`
  return rows.map((row) => row.phrase)
}

function answer(raw: RawAnswer, request: SearchRequest): SearchAnswer {
  return {
    items: raw.items.map(foundResource),
    total: raw.total,
    facets: labelled(raw.facets, request.filters),
    nextCursor: request.page * request.limit < raw.total ? cursorOf(request.page + 1) : null,
    similar: false,
    correctedTo: null,
  }
}

const foundResource = (item: RawItem): FoundResource => ({
  ...item,
  prices: item.prices.map((price) => ({
    ...price,
    validFrom: new Date(price.validFrom),
    validTo: price.validTo === null ? null : new Date(price.validTo),
  })),
})

/** Those of the resources that the actor may see, as results show them, in the order given. */
export async function foundResources(actor: Actor | null, ids: readonly string[]): Promise<FoundResource[]> {
  const rows = await db.$queryRaw<{ item: RawItem }[]>`
    WITH page AS (
      SELECT r.id, array_position(${[...ids]}::text[], r.id) AS place FROM resource r JOIN lab l ON l.id = r.lab_id
       WHERE r.id = ANY (${[...ids]}::text[]) AND ${listedFor(actor)}
    ) SELECT item FROM (${items}) i ORDER BY place`
  return rows.map(({ item }) => foundResource(item))
}
