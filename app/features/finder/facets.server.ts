import { FACETS, type Facet, type FacetValue, type Filters } from '~/features/finder/schema'
import type { Usable } from '~/features/people/eligibility/queries.server'
import { messagesOf } from '~/i18n/messages'
import { Prisma } from '~/platform/generated/prisma/client'

export type RawFacet = { facet: Facet; value: string; labelZh: string | null; labelEn: string | null; count: number }

/** True where the filter is empty or names nothing that exists, else where the row has one of its values. */
function holds(known: Prisma.Sql, values: readonly string[], condition: Prisma.Sql): Prisma.Sql {
  return values.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`(NOT EXISTS (${known}) OR ${condition})`
}

/** 'now', 'steps' or null for a resource (r), by the lists that were judged; null where nobody asked. */
export function usability(usable: Usable | null): Prisma.Sql {
  if (usable === null) return Prisma.sql`NULL::text`
  return Prisma.sql`CASE WHEN r.id = ANY (${usable.now}::text[]) THEN 'now' WHEN r.id = ANY (${usable.steps}::text[]) THEN 'steps' END`
}

/** One boolean column for each facet: f_university, f_campus … */
export function conditions(filters: Filters, usable: Usable | null): Prisma.Sql {
  const list = (facet: Facet) => Prisma.sql`${filters[facet]}::text[]`
  const columns: Record<Facet, Prisma.Sql> = {
    usable: usable === null ? Prisma.sql`TRUE` : Prisma.sql`coalesce(usability = ANY (${list('usable')}), false)`,
    university: holds(
      Prisma.sql`SELECT 1 FROM university WHERE id = ANY (${list('university')})`,
      filters.university,
      Prisma.sql`university_id = ANY (${list('university')})`,
    ),
    campus: holds(
      Prisma.sql`SELECT 1 FROM campus WHERE id = ANY (${list('campus')})`,
      filters.campus,
      Prisma.sql`campus_id = ANY (${list('campus')})`,
    ),
    city: holds(
      Prisma.sql`SELECT 1 FROM campus WHERE city = ANY (${list('city')})`,
      filters.city,
      Prisma.sql`city = ANY (${list('city')})`,
    ),
    level: holds(
      Prisma.sql`SELECT 1 FROM unnest(enum_range(NULL::"LabLevel")) e WHERE e::text = ANY (${list('level')})`,
      filters.level,
      Prisma.sql`levels && ${list('level')}`,
    ),
    // A kind, or the nature of kinds: instrument, space, seat …
    kind: holds(
      Prisma.sql`SELECT 1 FROM resource_kind WHERE id = ANY (${list('kind')}) OR nature::text = ANY (${list('kind')})`,
      filters.kind,
      Prisma.sql`(kind_id = ANY (${list('kind')}) OR nature::text = ANY (${list('kind')}))`,
    ),
    mode: holds(
      Prisma.sql`SELECT 1 FROM unnest(enum_range(NULL::"ResourceMode")) e WHERE e::text = ANY (${list('mode')})`,
      filters.mode,
      Prisma.sql`modes::text[] && ${list('mode')}`,
    ),
    tag: holds(
      Prisma.sql`SELECT 1 FROM tag WHERE id = ANY (${list('tag')})`,
      filters.tag,
      Prisma.sql`tag_ids && ${list('tag')}`,
    ),
    lab: holds(
      Prisma.sql`SELECT 1 FROM lab WHERE id = ANY (${list('lab')})`,
      filters.lab,
      Prisma.sql`lab_ids && ${list('lab')}`,
    ),
  }
  return Prisma.join(
    FACETS.map((facet) => Prisma.sql`${columns[facet]} AS ${Prisma.raw(`f_${facet}`)}`),
  )
}

/** The other facets' conditions: a facet's own choice does not narrow its counts. */
function others(facet: Facet): Prisma.Sql {
  const conditions = FACETS.filter((each) => each !== facet)
  return Prisma.raw(conditions.map((each) => `f_${each}`).join(' AND '))
}

function counted(facet: Facet, value: string, from: string, labels: { zh: string; en: string; join: string }): Prisma.Sql {
  return Prisma.sql`
    SELECT ${Prisma.raw(`'${facet}'`)} AS facet, v.value, ${Prisma.raw(labels.zh)} AS "labelZh", ${Prisma.raw(labels.en)} AS "labelEn", v.count
      FROM (SELECT ${Prisma.raw(value)} AS value, (count(*) FILTER (WHERE ${others(facet)}))::int AS count
              FROM ${Prisma.raw(from)} GROUP BY 1) v ${Prisma.raw(labels.join)}`
}

const worded = { zh: 'NULL::text', en: 'NULL::text', join: '' }
const named = (table: string) => ({ zh: 'n.name_zh', en: 'n.name_en', join: `JOIN ${table} n ON n.id = v.value` })

// Two schemes may hold a tag of the same name; the numbered one is then told by its number.
const schemeOfTwin =
  "CASE WHEN n.scheme ~ '^[0-9]+$' AND EXISTS (SELECT 1 FROM tag o WHERE o.zh = n.zh AND o.id <> n.id) THEN ' · ' || n.scheme ELSE '' END"

/** Counts of every facet over the rows of `judged`; words for levels, modes and cities are ours. */
export const facetCounts: Prisma.Sql = Prisma.join(
  [
    counted('usable', 'usability', '(SELECT * FROM judged WHERE usability IS NOT NULL) judged', worded),
    counted('university', 'university_id', 'judged', named('university')),
    counted('campus', 'campus_id', 'judged', {
      zh: 'nu.short_zh || n.name_zh',
      en: "nu.abbr || ' ' || n.name_en",
      join: 'JOIN campus n ON n.id = v.value JOIN university nu ON nu.id = n.university_id',
    }),
    counted('city', 'city', 'judged', worded),
    counted('level', 'x', 'judged CROSS JOIN LATERAL unnest(levels) x', worded),
    counted('kind', 'kind_id', 'judged', { zh: 'n.zh', en: 'n.en', join: 'JOIN resource_kind n ON n.id = v.value' }),
    counted('mode', 'x::text', 'judged CROSS JOIN LATERAL unnest(modes) x', worded),
    counted('tag', 'x', 'judged CROSS JOIN LATERAL unnest(tag_ids) x', {
      zh: `n.zh || ${schemeOfTwin}`,
      en: `n.en || ${schemeOfTwin}`,
      join: 'JOIN tag n ON n.id = v.value',
    }),
    counted('lab', 'x', 'judged CROSS JOIN LATERAL unnest(lab_ids) x', named('lab')),
  ],
  ' UNION ALL ',
)

/** The names of what is chosen, so that it can be seen and taken back even where nothing is left of it. */
export function chosenValues(filters: Filters): Prisma.Sql {
  const named = (facet: Facet, table: string, zh: string, en: string) => Prisma.sql`
    SELECT ${Prisma.raw(`'${facet}'`)}, id, ${Prisma.raw(zh)}, ${Prisma.raw(en)}, 0
      FROM ${Prisma.raw(table)} WHERE id = ANY (${filters[facet]}::text[])`
  return Prisma.join(
    [
      named('university', 'university', 'name_zh', 'name_en'),
      named('campus', 'campus', 'name_zh', 'name_en'),
      named('kind', 'resource_kind', 'zh', 'en'),
      named('tag', 'tag', 'zh', 'en'),
      named('lab', 'lab', 'name_zh', 'name_en'),
    ],
    ' UNION ALL ',
  )
}

const words = { zh: messagesOf('zh-CN').common, en: messagesOf('en').common }

/** Levels, modes, cities and natures have our words; a value without one shows as it is. */
function label(facet: Facet, value: string, language: 'zh' | 'en'): string {
  return ourWords(facet, language)[value] ?? value
}

function ourWords(facet: Facet, language: 'zh' | 'en'): Record<string, string> {
  const { level, mode, city, nature, usable } = words[language]
  return { usable, level, mode, city, kind: nature }[facet as 'level'] ?? {}
}

/** Facets with words in both languages, most frequent first; a chosen value stays even at zero. */
export function labelled(raw: readonly RawFacet[], filters: Filters): Record<Facet, FacetValue[]> {
  const of = (facet: Facet): FacetValue[] => {
    const isKnown = (value: string) => value in ourWords(facet, 'en')
    const ours = filters[facet].filter(isKnown).map((value) => ({ facet, value, labelZh: null, labelEn: null, count: 0 }))
    const values = new Map<string, FacetValue>()
    for (const { value, labelZh, labelEn, count } of [...raw.filter((each) => each.facet === facet), ...ours]) {
      if (values.has(value) || (count === 0 && !filters[facet].includes(value))) continue
      values.set(value, {
        value,
        labelZh: labelZh ?? label(facet, value, 'zh'),
        labelEn: labelEn ?? label(facet, value, 'en'),
        count,
      })
    }
    return [...values.values()].toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  return Object.fromEntries(FACETS.map((facet) => [facet, of(facet)])) as Record<Facet, FacetValue[]>
}
