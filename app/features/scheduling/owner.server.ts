import { type Actor, can } from '~/domain/access/permission'
import { OWNER_KINDS, type OwnerKind } from '~/domain/scheduling/layers'
import { labState } from '~/features/catalogue/labs/state.server'
import { defaultTimeZone } from '~/i18n/locale'
import { db, type Tx } from '~/platform/db.server'

export type OwnerRef = { kind: OwnerKind; id: string }
export type NamedOwner = OwnerRef & { zh: string | null; en: string | null }
/** Whose hours or rules somebody keeps, with those it inherits from, the nearest first. */
export type KeptOwner = NamedOwner & { universityId: string | null; timeZone: string; wider: NamedOwner[] }

/** The alliance's rows name nobody. */
export const ALLIANCE: NamedOwner = { kind: 'alliance', id: '*', zh: null, en: null }

/**
 * The owner, for those who keep its hours and rules: managers of a resource or a lab, the coordinator
 * of a university and its campuses, the office of the alliance. Null for everybody else.
 */
export async function keptOwner(actor: Actor, { kind, id }: OwnerRef, client: Tx | typeof db = db): Promise<KeptOwner | null> {
  const key = id.replaceAll('\0', '')
  if (kind === 'resource') return keptResource(actor, key, client)
  if (kind === 'lab') return keptLab(actor, key, client)
  if (kind === 'campus') {
    const campus = await client.campus.findUnique({ where: { id: key }, select: { ...named, timeZone: true, university: { select: named } } })
    if (campus === null || !can(actor, 'manage:university_rules', { universityId: campus.university.id })) return null
    return { ...name('campus', campus), universityId: campus.university.id, timeZone: campus.timeZone, wider: [name('university', campus.university), ALLIANCE] }
  }
  if (kind === 'university') {
    const university = await client.university.findUnique({ where: { id: key }, select: { ...named, campuses: { select: { timeZone: true }, take: 1, orderBy: { id: 'asc' } } } })
    if (university === null || !can(actor, 'manage:university_rules', { universityId: key })) return null
    return { ...name('university', university), universityId: key, timeZone: university.campuses[0]?.timeZone ?? defaultTimeZone, wider: [ALLIANCE] }
  }
  if (key !== ALLIANCE.id || !can(actor, 'manage:alliance_rules', {})) return null
  return { ...ALLIANCE, universityId: null, timeZone: defaultTimeZone, wider: [] }
}

export const parseOwnerKind = (text: string | undefined): OwnerKind | null => OWNER_KINDS.find((each) => each === text) ?? null

const named = { id: true, nameZh: true, nameEn: true } as const
type Row = { id: string; nameZh: string; nameEn: string | null }
const name = (kind: OwnerKind, row: Row): NamedOwner => ({ kind, id: row.id, zh: row.nameZh, en: row.nameEn })

async function keptResource(actor: Actor, id: string, client: Tx | typeof db): Promise<KeptOwner | null> {
  const resource = await client.resource.findUnique({
    where: { id },
    select: {
      ...named, labId: true, universityId: true, lab: { select: named },
      campus: { select: { ...named, timeZone: true, university: { select: named } } },
    },
  })
  if (resource === null || !can(actor, 'manage:resource', resource)) return null
  const university = await client.university.findUniqueOrThrow({ where: { id: resource.universityId }, select: named })
  return {
    ...name('resource', resource),
    universityId: resource.universityId,
    timeZone: resource.campus.timeZone,
    wider: [name('lab', resource.lab), name('campus', resource.campus), name('university', university), ALLIANCE],
  }
}

async function keptLab(actor: Actor, id: string, client: Tx | typeof db): Promise<KeptOwner | null> {
  const state = await labState(id, client)
  if (state === null || !can(actor, 'update:lab', state.target)) return null
  const { campusId, hostUniversityId, nameZh, nameEn } = state.values
  const [campus, university] = await Promise.all([
    campusId ? client.campus.findUnique({ where: { id: campusId }, select: { ...named, timeZone: true } }) : null,
    hostUniversityId ? client.university.findUnique({ where: { id: hostUniversityId }, select: named }) : null,
  ])
  return {
    kind: 'lab', id: state.id, zh: nameZh, en: nameEn,
    universityId: hostUniversityId,
    timeZone: campus?.timeZone ?? defaultTimeZone,
    wider: [...(campus ? [name('campus', campus)] : []), ...(university ? [name('university', university)] : []), ALLIANCE],
  }
}

/** Nobody else changes this owner's hours, days or rules until the transaction ends. */
export async function lockOwner(tx: Tx, { kind, id }: OwnerRef): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rules:${kind}:${id}`}, 0))`
}
