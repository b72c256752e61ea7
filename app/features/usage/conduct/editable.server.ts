import type { Actor } from '~/domain/access/permission'
import { labsIn, managedScope } from '~/features/catalogue/managed.server'
import type { NamedOwner, OwnerRef } from '~/features/scheduling/owner.server'
import { conductOwner } from '~/features/usage/conduct/save-rules.server'
import { db } from '~/platform/db.server'

const MOST = 60

/** Whose rules of conduct the reader keeps: of a resource and what is wider, or of all labs and universities. */
export async function editableRules(actor: Actor | null, resourceId: string | null): Promise<NamedOwner[]> {
  if (actor === null || actor.grants.length === 0) return []
  const refs = resourceId === null ? await allOf(actor) : await widerOf(resourceId)
  const owners = await Promise.all(refs.map((ref) => conductOwner(actor, ref)))
  return owners.flatMap((each) => (each === null ? [] : [{ kind: each.kind, id: each.id, zh: each.zh, en: each.en }]))
}

async function widerOf(resourceId: string): Promise<OwnerRef[]> {
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { labId: true, universityId: true } })
  if (resource === null) return []
  return [{ kind: 'resource', id: resourceId }, { kind: 'lab', id: resource.labId }, { kind: 'university', id: resource.universityId }, { kind: 'alliance', id: '*' }]
}

async function allOf(actor: Actor): Promise<OwnerRef[]> {
  const labs = managedScope(actor, 'update:lab')
  const rows = labs.all ? [] : await db.lab.findMany({ where: labsIn(labs), select: { id: true }, orderBy: { id: 'asc' }, take: MOST })
  return [{ kind: 'alliance', id: '*' }, ...managedScope(actor, 'manage:university_rules').universityIds.map((id): OwnerRef => ({ kind: 'university', id })), ...rows.map(({ id }): OwnerRef => ({ kind: 'lab', id }))]
}
