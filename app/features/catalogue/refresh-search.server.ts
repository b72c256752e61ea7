import { searchText, sortKey } from '~/features/catalogue/search-text'
import type { Tx } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

const names = { nameZh: true, nameEn: true, formerNames: true } as const
const tag = { select: { tag: { select: { zh: true, en: true } } }, orderBy: { tagId: 'asc' } } as const

const BATCH = 200

/**
 * Writes anew what the search and the order of lists read of the resources: after any change of a
 * resource, its labs, their tags or names. The version stays, because nothing that people write has
 * changed.
 */
export async function refreshSearch(tx: Tx, where: Prisma.ResourceWhereInput): Promise<void> {
  const ids = (await tx.resource.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })).map((each) => each.id)
  for (let at = 0; at < ids.length; at += BATCH) await refreshBatch(tx, ids.slice(at, at + BATCH))
}

async function refreshBatch(tx: Tx, ids: readonly string[]): Promise<void> {
  const rows = await tx.resource.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true, ...names, maker: true, model: true, hazards: true,
      kind: { select: { zh: true, en: true, synonyms: true } },
      university: { select: { nameZh: true, nameEn: true, shortZh: true, abbr: true, formerNames: true } },
      campus: { select: { nameZh: true, nameEn: true, city: true } },
      lab: { select: { ...names, disciplineZh: true, disciplineEn: true, tags: tag } },
      listedBy: { select: { lab: { select: names } }, orderBy: { labId: 'asc' } },
      tags: tag,
    },
  })
  const derived = rows.map(({ id, lab, listedBy, tags, university, ...subject }) => ({
    id,
    sort_key: sortKey(subject.nameZh),
    search_text: searchText({
      ...subject,
      labs: [lab, ...listedBy.map((each) => each.lab)],
      universities: [university],
      disciplines: [lab.disciplineZh, lab.disciplineEn],
      tags: [...lab.tags, ...tags].map((each) => each.tag),
    }),
  }))
  await tx.$executeRaw`
    UPDATE resource r SET search_text = d.search_text, sort_key = d.sort_key
      FROM jsonb_to_recordset(${JSON.stringify(derived)}::jsonb) AS d(id text, search_text text, sort_key text)
     WHERE r.id = d.id AND (r.search_text, r.sort_key) IS DISTINCT FROM (d.search_text, d.sort_key)`
}
