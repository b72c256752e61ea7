import type { Client, HeldIntake } from '~/features/people/intake/held.server'

export type NamedResource = { text: string; id: string; capacity: number; rank: number }

/** Resources of the university that a text names: by id or asset number, else by name; retired ones have a past too. */
export async function resourcesNamed(client: Client, held: HeldIntake, texts: readonly string[]): Promise<Map<string, NamedResource[]>> {
  const rows = await client.$queryRaw<NamedResource[]>`
    SELECT t.text, r.id, r.capacity, CASE WHEN t.text IN (r.id, r.asset_number) THEN 1 ELSE 2 END AS rank
      FROM unnest(${[...new Set(texts)]}::text[]) AS t(text)
      JOIN resource r ON r.university_id = ${held.universityId}
     WHERE t.text IN (r.id, r.asset_number) OR lower(t.text) IN (lower(r.name_zh), lower(r.name_en))
     ORDER BY rank, r.id`
  const found = new Map<string, NamedResource[]>()
  for (const row of rows) {
    const best = found.get(row.text) ?? []
    if (best[0] === undefined || best[0].rank === row.rank) found.set(row.text, [...best, row])
  }
  return found
}
