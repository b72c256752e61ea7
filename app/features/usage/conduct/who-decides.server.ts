import { type Actor, can } from '~/domain/access/permission'
import type { ConductScope } from '~/domain/conduct/kinds'
import { db, type Tx } from '~/platform/db.server'

/** Whether the actor may decide about a consequence that reaches so far: the lab's, the university's or the alliance's people. */
export async function mayDecideAt(actor: Actor, { scope, scopeId }: { scope: ConductScope; scopeId: string }, client: Tx | typeof db = db): Promise<boolean> {
  switch (scope) {
    case 'alliance':
      return can(actor, 'decide:alliance_conduct', {})
    case 'university':
      return can(actor, 'decide:university_conduct', { universityId: scopeId })
    case 'lab': {
      const lab = await client.lab.findUnique({ where: { id: scopeId }, select: { hostUniversityId: true } })
      return lab !== null && can(actor, 'decide:conduct', { labId: scopeId, universityId: lab.hostUniversityId })
    }
    case 'resource': {
      const resource = await client.resource.findUnique({ where: { id: scopeId }, select: { labId: true, universityId: true } })
      return resource !== null && can(actor, 'decide:conduct', resource)
    }
  }
}

/** Whose audit log it belongs to. */
export async function universityAt({ scope, scopeId }: { scope: ConductScope; scopeId: string }, client: Tx | typeof db = db): Promise<string | null> {
  if (scope === 'alliance') return null
  if (scope === 'university') return scopeId
  if (scope === 'lab') return (await client.lab.findUnique({ where: { id: scopeId }, select: { hostUniversityId: true } }))?.hostUniversityId ?? null
  return (await client.resource.findUnique({ where: { id: scopeId }, select: { universityId: true } }))?.universityId ?? null
}
