import { searchText, sortKey } from '~/features/catalogue/search-text'
import type { Tx } from '~/platform/db.server'

/** What of a resource its search columns are made of, as it is about to be written. */
export type Indexed = {
  id: string
  nameZh: string
  nameEn: string | null
  maker: string | null
  model: string | null
  labId: string
  campusId: string
  kindId: string
}

const tags = { select: { tag: { select: { zh: true, en: true } } } } as const
const labNames = { id: true, nameZh: true, nameEn: true, formerNames: true } as const

/** searchText and sortKey of many resources, by id, from few queries. */
export async function searchColumns(tx: Tx, resources: readonly Indexed[]): Promise<Map<string, { searchText: string; sortKey: string }>> {
  const ids = (pick: (each: Indexed) => string) => ({ id: { in: [...new Set(resources.map(pick))] } })
  const labs = await tx.lab.findMany({ where: ids((each) => each.labId), select: { ...labNames, disciplineZh: true, disciplineEn: true, tags } })
  const kinds = await tx.resourceKind.findMany({ where: ids((each) => each.kindId), select: { id: true, zh: true, en: true, synonyms: true } })
  const campuses = await tx.campus.findMany({
    where: ids((each) => each.campusId),
    select: {
      id: true, nameZh: true, nameEn: true, city: true,
      university: { select: { nameZh: true, nameEn: true, shortZh: true, abbr: true, formerNames: true } },
    },
  })
  const stored = await tx.resource.findMany({
    where: ids((each) => each.id),
    select: { id: true, formerNames: true, hazards: true, tags, listedBy: { select: { lab: { select: labNames } } } },
  })
  return new Map(
    resources.map((each) => {
      const lab = labs.find(({ id }) => id === each.labId)
      const kind = kinds.find(({ id }) => id === each.kindId)
      const campus = campuses.find(({ id }) => id === each.campusId)
      const own = stored.find(({ id }) => id === each.id)
      if (!lab || !kind || !campus) throw new Error(`${each.id} names a lab, kind or campus that does not exist`)
      const text = searchText({
        nameZh: each.nameZh, nameEn: each.nameEn, maker: each.maker, model: each.model, formerNames: own?.formerNames,
        kind, labs: [lab, ...(own?.listedBy ?? []).map((listed) => listed.lab)], universities: [campus.university], campus,
        disciplines: [lab.disciplineZh, lab.disciplineEn],
        tags: [...lab.tags, ...(own?.tags ?? [])].map(({ tag }) => tag),
        hazards: own?.hazards,
      })
      return [each.id, { searchText: text, sortKey: sortKey(each.nameZh) }]
    }),
  )
}
