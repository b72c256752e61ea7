import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import { takeOut } from '~/features/bookings/outages/take-out.server'
import { checkUpload } from '~/features/catalogue/files/add.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { FaultInput } from '~/features/usage/machine/forms'
import { db, isUniqueViolation, transaction, type Tx } from '~/platform/db.server'
import { storeFile } from '~/platform/files.server'

export type Photo = { name: string; bytes: Uint8Array }
export type Reported = { id: string; isOut: boolean }

/** How long a fault is taken to last until a manager says better. */
const OUT_MINUTES = 24 * 60

/**
 * Keeps what somebody saw of a fault, with a photo. Asked to take the machine out at once, who may does so by the
 * command of outages; of everybody else's word the managers are told. The same key is the same report.
 */
export async function reportFault(actor: Actor, resourceId: string, input: FaultInput & { itemId?: string }, photo: Photo | null, now: Date): Promise<Outcome<Reported>> {
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { status: true, labId: true, universityId: true } })
  if (resource === null || resource.status === 'draft') return refused(problem('not_allowed', {}))
  if (resource.status === 'retired') return refused(problem('resource_not_in_service', {}))
  const isOut = input.takeOut === 'on' && can(actor, 'manage:resource', resource)
  const known = await db.faultReport.findUnique({ where: { id: input.key }, select: { resourceId: true, reportedById: true } })
  if (known) return known.resourceId === resourceId && known.reportedById === actor.personId ? done({ id: input.key, isOut }) : refused(problem('key_reused', {}))
  const picture = photo === null ? null : await checkPhoto(photo)
  if (picture !== null && !picture.ok) return picture
  if (isOut) {
    const period = { start: now, end: addMinutes(now, OUT_MINUTES) }
    const taken = await takeOut(actor, { key: input.key, resourceIds: [resourceId], periods: [period], kind: 'fault', reason: input.what.slice(0, 300), choices: {}, otherwise: 'cancel' }, now)
    if (!taken.ok) return taken
  }
  try {
    await transaction(async (tx) => {
      const file = picture === null ? null : await storeFile(tx, { ...picture.value, fileName: photo?.name ?? '', createdById: actor.personId })
      const closed = isOut ? { closedAt: now, closedById: actor.personId } : {}
      await tx.faultReport.create({
        data: { id: input.key, resourceId, itemId: input.itemId ?? null, what: input.what, isUrgent: input.takeOut === 'on', photoId: file?.id ?? null, reportedById: actor.personId, reportedAt: now, ...closed },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'fault.reported', subjectKind: 'resource', subjectId: resourceId, universityId: resource.universityId,
        data: { reportId: input.key, isUrgent: input.takeOut === 'on', hasPhoto: file !== null },
      })
      if (isOut) return
      for (const personId of await managersOf(tx, resource, now)) {
        await orderMail(tx, { key: `fault-reported:${input.key}:${personId}`, kind: 'fault-reported', personId, subjectId: input.key })
      }
    })
  } catch (error) {
    // The same form was sent twice at once.
    if (!isUniqueViolation(error)) throw error
  }
  return done({ id: input.key, isOut })
}

/** A picture made anew from its pixels: where it was taken stays behind. */
async function checkPhoto(photo: Photo): Promise<Outcome<{ bytes: Uint8Array; contentType: string }>> {
  const wrong = (rule: string) => refused(problem('field_invalid', { field: 'photo', rule }))
  const checked = await checkUpload(photo)
  if (!checked.ok) {
    const [why] = checked.problems
    return wrong(why?.code === 'field_invalid' ? why.params.rule : 'invalid')
  }
  return checked.value.kind === 'picture' ? done(checked.value.main) : wrong('usageMachine.rules.photo')
}

/** Who looks after the machine: the managers of its lab, else those of its university. */
async function managersOf(tx: Tx, { labId, universityId }: { labId: string; universityId: string }, now: Date): Promise<string[]> {
  const rows = await tx.roleGrant.findMany({
    where: {
      role: 'lab_manager', startsAt: { lte: now }, person: { status: 'active' },
      AND: [{ OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, { OR: [{ labId }, { scopeKind: 'university', universityId }] }],
    },
    select: { personId: true, labId: true },
  })
  const own = rows.filter((each) => each.labId === labId)
  return [...new Set((own.length > 0 ? own : rows).map(({ personId }) => personId))]
}
