import type { Actor } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Forgets one of the actor's own selections; doing so again changes nothing. */
export async function removeSelection(actor: Actor, id: string): Promise<void> {
  if (!UUID.test(id)) return
  await db.resourceSelection.deleteMany({ where: { id, personId: actor.personId } })
}
