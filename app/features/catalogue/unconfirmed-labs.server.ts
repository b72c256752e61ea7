import { type Actor, can } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

/** How many labs of the university wait for their coordinator's confirmation. */
export async function unconfirmedLabs(actor: Actor, universityId: string): Promise<number> {
  if (!can(actor, 'confirm:lab', { universityId })) return 0
  return db.lab.count({ where: { hostUniversityId: universityId, confirmedAt: null } })
}
