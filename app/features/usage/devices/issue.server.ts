import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { newSecret, secretHash } from '~/features/auth/facts.server'
import type { DeviceKind } from '~/features/usage/devices/schema'
import { devicesLab } from '~/features/usage/devices/queries.server'
import { transaction } from '~/platform/db.server'

const MOST_DEVICES = 50

/** Makes a token for a tablet, a meter or a login agent of a lab. The secret is in the answer and nowhere else. */
export async function issueDevice(actor: Actor, labId: string, input: { name: string; kind: DeviceKind }, now: Date): Promise<Outcome<{ id: string; secret: string }>> {
  const lab = await devicesLab(actor, labId)
  if (lab === null) return refused(problem('not_allowed', {}))
  const secret = `ccd_${newSecret()}`
  return transaction(async (tx): Promise<Outcome<{ id: string; secret: string }>> => {
    await tx.$queryRaw`SELECT 1 AS locked FROM lab WHERE id = ${lab.id} FOR NO KEY UPDATE`
    if ((await tx.labDevice.count({ where: { labId: lab.id, revokedAt: null } })) >= MOST_DEVICES) {
      return refused(problem('field_invalid', { field: 'name', rule: 'usageKiosk.devices.rules.too_many' }))
    }
    const { id } = await tx.labDevice.create({
      data: { labId: lab.id, kind: input.kind, name: input.name, tokenHash: secretHash(secret), createdById: actor.personId, createdAt: now },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'device.issued', subjectKind: 'lab', subjectId: lab.id, universityId: lab.universityId,
      data: { deviceId: id, kind: input.kind, name: input.name },
    })
    return done({ id, secret })
  })
}
