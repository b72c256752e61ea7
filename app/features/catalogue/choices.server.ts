import { type Actor, can } from '~/domain/access/permission'
import { CONTAINER_NATURES } from '~/domain/catalogue/classes'
import { labsIn, managedScope, resourcesIn, roomsIn } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

/** One choice of a form, in both languages; `group` is the key of what it belongs to. */
export type Option = { value: string; zh: string; en: string | null; group?: string }

const MOST = 500
const names = { id: true, nameZh: true, nameEn: true } as const
const option = (each: { id: string; nameZh: string; nameEn: string | null }, group?: string | null): Option => ({
  value: each.id,
  zh: each.nameZh,
  en: each.nameEn,
  ...(group && { group }),
})

export type ResourceChoices = Record<
  'labs' | 'universities' | 'campuses' | 'rooms' | 'kinds' | 'parents' | 'jointLabs' | 'tags',
  Option[]
>

/** What the form of a resource offers the actor; `current` is what stands there now, and stays on offer. */
export async function resourceChoices(
  actor: Actor,
  current: { labId: string; universityId: string | null; campusId: string; roomId: string | null; parentId: string | null; id?: string } | null,
): Promise<ResourceChoices> {
  const scope = managedScope(actor, 'update:resource')
  const labs = await db.lab.findMany({
    where: { OR: [{ AND: [labsIn(scope), { retiredAt: null }] }, { id: { in: current ? [current.labId] : [] } }] },
    select: { ...names, hostUniversityId: true, owners: { select: { universityId: true } } },
    orderBy: [{ hostUniversityId: 'asc' }, { level: 'asc' }, { id: 'asc' }],
    take: MOST,
  })
  const universityIds = [
    ...new Set([
      ...labs.flatMap((lab) => [lab.hostUniversityId, ...lab.owners.map((each) => each.universityId)]),
      current?.universityId,
    ].filter((each) => typeof each === 'string')),
  ]
  const [universities, campuses, rooms, kinds, parents, jointLabs, tags] = await Promise.all([
    db.university.findMany({ where: { id: { in: universityIds } }, select: names, orderBy: { position: 'asc' } }),
    campusesOf(universityIds, current?.campusId),
    roomsOf({ OR: [{ AND: [roomsIn(scope), { retiredAt: null }] }, { id: { in: current?.roomId ? [current.roomId] : [] } }] }),
    db.resourceKind.findMany({ select: { id: true, zh: true, en: true, nature: true } }),
    db.resource.findMany({
      where: {
        OR: [
          { AND: [resourcesIn(scope), { status: { not: 'retired' }, kind: { nature: { in: CONTAINER_NATURES as Prisma.EnumResourceNatureFilter['in'] } } }] },
          { id: { in: current?.parentId ? [current.parentId] : [] } },
        ],
        ...(current?.id && { id: { not: current.id } }),
      },
      select: names,
      orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
      take: MOST,
    }),
    db.lab.findMany({ where: { isJoint: true, retiredAt: null }, select: names, orderBy: { id: 'asc' } }),
    tagOptions(),
  ])
  return {
    labs: labs.map((each) => option(each, each.hostUniversityId)),
    universities: universities.map((each) => option(each)),
    campuses,
    rooms,
    kinds: kinds.map(({ id, zh, en, nature }) => ({ value: id, zh, en, group: nature })),
    parents: parents.map((each) => option(each)),
    jointLabs: jointLabs.map((each) => option(each)),
    tags,
  }
}

async function campusesOf(universityIds: readonly string[], also?: string | null): Promise<Option[]> {
  const rows = await db.campus.findMany({
    where: { OR: [{ universityId: { in: [...universityIds] } }, { id: { in: also ? [also] : [] } }] },
    select: { ...names, universityId: true, university: { select: { shortZh: true, abbr: true } } },
    orderBy: [{ university: { position: 'asc' } }, { id: 'asc' }],
  })
  return rows.map(({ id, nameZh, nameEn, universityId, university }) => ({
    value: id,
    zh: `${university.shortZh} ${nameZh}`,
    en: `${university.abbr} ${nameEn}`,
    group: universityId,
  }))
}

async function roomsOf(where: Prisma.RoomWhereInput): Promise<Option[]> {
  const rows = await db.room.findMany({
    where,
    select: { id: true, buildingZh: true, buildingEn: true, number: true, nameZh: true, nameEn: true, campusId: true, campus: { select: { nameZh: true, nameEn: true } } },
    orderBy: [{ campusId: 'asc' }, { buildingZh: 'asc' }, { number: 'asc' }],
    take: MOST,
  })
  const phrase = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ')
  return rows.map((each) => ({
    value: each.id,
    zh: phrase(each.campus.nameZh, each.buildingZh ?? each.buildingEn, each.number, each.nameZh),
    en: phrase(each.campus.nameEn, each.buildingEn ?? each.buildingZh, each.number, each.nameEn),
    group: each.campusId,
  }))
}

export async function tagOptions(): Promise<Option[]> {
  const rows = await db.tag.findMany({ orderBy: [{ scheme: 'desc' }, { id: 'asc' }] })
  return rows.map(({ id, zh, en, scheme }) => ({ value: id, zh, en, group: scheme }))
}

export type LabChoicesOf = { hosts: Option[]; universities: Option[]; campuses: Option[]; tags: Option[] }

/** What the form of a lab offers: hosts that the actor may name, all members as owners, their campuses. */
export async function labFormChoices(actor: Actor): Promise<LabChoicesOf> {
  const [universities, campuses, tags] = await Promise.all([
    db.university.findMany({ select: names, orderBy: { position: 'asc' } }),
    db.campus.findMany({ select: { universityId: true }, distinct: ['universityId'] }).then((rows) => campusesOf(rows.map((each) => each.universityId))),
    tagOptions(),
  ])
  const all = universities.map((each) => option(each))
  return { hosts: all.filter((each) => can(actor, 'create:lab', { universityId: each.value })), universities: all, campuses, tags }
}

/** Campuses and labs at which the actor may keep rooms. */
export async function roomFormChoices(actor: Actor): Promise<{ campuses: Option[]; labs: Option[] }> {
  const scope = managedScope(actor, 'update:room')
  const labs = await db.lab.findMany({
    where: { AND: [labsIn(scope), { retiredAt: null }] },
    select: { ...names, hostUniversityId: true, owners: { select: { universityId: true } } },
    orderBy: [{ hostUniversityId: 'asc' }, { id: 'asc' }],
    take: MOST,
  })
  const universityIds = labs.flatMap((lab) => [lab.hostUniversityId, ...lab.owners.map((each) => each.universityId)])
  const known = [...universityIds, ...scope.universityIds].filter((each) => typeof each === 'string')
  return { campuses: await campusesOf([...new Set(known)]), labs: labs.map((each) => option(each)) }
}
