import type { Actor } from '~/domain/access/permission'
import { problem, type Problem } from '~/domain/problem'
import { secretHash } from '~/features/auth/facts.server'
import type { DeviceKind } from '~/features/usage/devices/schema'
import { db } from '~/platform/db.server'

export type Device = { id: string; labId: string; kind: DeviceKind; actor: Actor }

/** Who calls as a device of a lab; in the shape in which the API knows callers. */
export type DeviceCaller = { actor: Device | null; scopes: readonly 'use'[]; problem: { status: 401; problem: Problem } | null }

const SEEN_MS = 60_000

/**
 * The device behind the token of a request. It may record uses of its own lab and nothing else: it acts as an
 * operator of that lab would, and is nobody in the log.
 */
export async function deviceActor(request: Request, now: Date): Promise<DeviceCaller> {
  const secret = /^Bearer +(ccd_[\w-]{20,200}) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const row = secret === undefined ? null : await db.labDevice.findUnique({
    where: { tokenHash: secretHash(secret), revokedAt: null }, select: { id: true, labId: true, kind: true, seenAt: true },
  })
  if (row === null || (row.kind !== 'kiosk' && row.kind !== 'meter' && row.kind !== 'agent')) {
    return { actor: null, scopes: [], problem: { status: 401, problem: problem('sign_in_required', {}) } }
  }
  const { id, labId, kind, seenAt } = row
  // Once a minute is enough to tell a device that lives from one that does not.
  if (seenAt === null || now.getTime() - seenAt.getTime() > SEEN_MS) await db.labDevice.update({ where: { id }, data: { seenAt: now }, select: { id: true } })
  const actor: Actor = { personId: id, email: '', homeUniversityId: null, homeKind: null, grants: [{ role: 'operator', scopeKind: 'lab', scopeId: labId }] }
  return { actor: { id, labId, kind, actor }, scopes: ['use'], problem: null }
}
