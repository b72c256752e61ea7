import { type Actor, can } from '~/domain/access/permission'
import { labState } from '~/features/catalogue/labs/state.server'
import { db, type Tx } from '~/platform/db.server'

/** What a file is attached to. */
export type FileSubject = { kind: 'resource' | 'lab'; id: string }

/** The university of the subject, if the actor keeps its entry; its row is locked, so that files come one after the other. */
export async function lockSubject(tx: Tx, actor: Actor, { kind, id }: FileSubject): Promise<{ universityId: string | null } | null> {
  if (kind === 'lab') {
    await tx.$executeRaw`SELECT 1 FROM lab WHERE id = ${id} FOR NO KEY UPDATE`
    const lab = await labState(id, tx)
    return lab !== null && can(actor, 'update:lab', lab.target) ? { universityId: lab.values.hostUniversityId } : null
  }
  await tx.$executeRaw`SELECT 1 FROM resource WHERE id = ${id} FOR NO KEY UPDATE`
  return keptResource(tx, actor, id)
}

async function keptResource(client: Tx | typeof db, actor: Actor, id: string) {
  const resource = await client.resource.findUnique({ where: { id }, select: { labId: true, universityId: true } })
  return resource !== null && can(actor, 'update:resource', resource) ? { universityId: resource.universityId } : null
}

/** The same question before a file is decoded, which is the dear part. */
export async function maySubject(actor: Actor, { kind, id }: FileSubject): Promise<boolean> {
  if (kind === 'resource') return (await keptResource(db, actor, id)) !== null
  const lab = await labState(id)
  return lab !== null && can(actor, 'update:lab', lab.target)
}

export const columnOf = ({ kind, id }: FileSubject) => (kind === 'resource' ? { resourceId: id } : { labId: id })
