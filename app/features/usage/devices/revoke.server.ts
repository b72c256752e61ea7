import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { devicesLab } from '~/features/usage/devices/queries.server'
import { transaction } from '~/platform/db.server'

/** Signs a device out for good; what it told stays. A second time changes nothing. */
export async function revokeDevice(actor: Actor, labId: string, deviceId: string, now: Date): Promise<Outcome<null>> {
  const lab = await devicesLab(actor, labId)
  if (lab === null) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<null>> => {
    const { count } = await tx.labDevice.updateMany({
      where: { id: deviceId, labId: lab.id, revokedAt: null }, data: { revokedAt: now, revokedById: actor.personId },
    })
    if (count > 0) {
      await record(tx, { actorId: actor.personId, action: 'device.revoked', subjectKind: 'lab', subjectId: lab.id, universityId: lab.universityId, data: { deviceId } })
    }
    return done(null)
  })
}
