import { listedFor } from '~/features/catalogue/visibility.server'
import type { Actor } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

export type FindChoice = { value: string; zh: string; en: string }
export type FindChoices = { kinds: FindChoice[]; /** Words for them are in common.city. */ cities: string[]; campuses: FindChoice[] }

/** What the form of a slot search offers: kinds, cities and campuses of which there is something to book. */
export async function findChoices(actor: Actor | null): Promise<FindChoices> {
  const [row] = await db.$queryRaw<FindChoices[]>`
    WITH there AS (
      SELECT DISTINCT r.kind_id, r.campus_id FROM resource r JOIN lab l ON l.id = r.lab_id
       WHERE ${listedFor(actor)} AND l.access = 'open' AND r.share_scope <> 'contact_only' AND r.external_url IS NULL
    ), places AS (
      SELECT c.id, c.city, u.short_zh || ' ' || c.name_zh AS zh, u.abbr || ' ' || c.name_en AS en, u.position
        FROM campus c JOIN university u ON u.id = c.university_id WHERE c.id IN (SELECT campus_id FROM there)
    )
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('value', k.id, 'zh', k.zh, 'en', k.en) ORDER BY k.en), '[]')
         FROM resource_kind k WHERE k.id IN (SELECT kind_id FROM there)) AS kinds,
      (SELECT coalesce(jsonb_agg(city ORDER BY city), '[]') FROM (SELECT DISTINCT city FROM places) x) AS cities,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('value', id, 'zh', zh, 'en', en) ORDER BY position, id), '[]') FROM places) AS campuses`
  return row ?? { kinds: [], cities: [], campuses: [] }
}
