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

/** Where a facet's values are in a row of `judged`. */
const VALUES: Record<Facet, string> = {
  usable: 'j.usability',
  university: 'j.university_id',
  campus: 'j.campus_id',
  city: 'j.city',
  level: 'unnest(j.levels)',
  kind: 'j.kind_id',
  mode: 'unnest(j.modes)::text',
  tag: 'unnest(j.tag_ids)',
  lab: 'unnest(j.lab_ids)',
}

// Two schemes may hold a tag of the same name; the numbered one is then told by its number.
const schemeOfTwin =
  "CASE WHEN t.scheme ~ '^[0-9]+$' AND EXISTS (SELECT 1 FROM tag o WHERE o.zh = t.zh AND o.id <> t.id) THEN ' · ' || t.scheme ELSE '' END"

/** What is named in the database; words for levels, modes and cities are ours. */
const NAMED = ['university', 'campus', 'kind', 'tag', 'lab'] as const satisfies readonly Facet[]
const names = Prisma.raw(`
  SELECT 'university' AS facet, id, name_zh AS zh, name_en AS en FROM university
  UNION ALL SELECT 'campus', c.id, u.short_zh || c.name_zh, u.abbr || ' ' || c.name_en FROM campus c JOIN university u ON u.id = c.university_id
  UNION ALL SELECT 'kind', id, zh, en FROM resource_kind
  UNION ALL SELECT 'tag', t.id, t.zh || ${schemeOfTwin}, t.en || ${schemeOfTwin} FROM tag t
  UNION ALL SELECT 'lab', id, name_zh, name_en FROM lab`)

/**
 * Counts of every facet over the rows of `judged`, and the names of what is chosen, so that it can be seen and taken
 * back even where nothing is left of it. One pass and one join: a statement for each facet took several times as long
 * to plan as to run.
 */
export function facetRows(filters: Filters): Prisma.Sql {
  const each = FACETS.map((facet) => Prisma.sql`SELECT ${Prisma.raw(`'${facet}' AS facet, ${VALUES[facet]} AS value`)}, ${others(facet)} AS counts`)
  const chosen = NAMED.map((facet) => Prisma.sql`SELECT ${Prisma.raw(`'${facet}'`)}, unnest(${filters[facet]}::text[]), 0`)
  return Prisma.sql`
    SELECT v.facet, v.value, n.zh AS "labelZh", n.en AS "labelEn", v.count
      FROM (
        SELECT x.facet, x.value, (count(*) FILTER (WHERE x.counts))::int AS count
          FROM judged j CROSS JOIN LATERAL (${Prisma.join(each, ' UNION ALL ')}) x
         WHERE x.value IS NOT NULL
         GROUP BY x.facet, x.value
        UNION ALL ${Prisma.join(chosen, ' UNION ALL ')}
      ) v LEFT JOIN (${names}) n ON n.facet = v.facet AND n.id = v.value
     WHERE n.id IS NOT NULL OR v.facet <> ALL (${[...NAMED]}::text[])`
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
