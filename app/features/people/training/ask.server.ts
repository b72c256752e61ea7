import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockPersons } from '~/features/people/qualifications/subject.server'
import { transaction } from '~/platform/db.server'

/** Asks to be trained on a resource; who waits already keeps the place in the queue. */
export async function askForTraining(actor: Actor, input: { resourceId: string; note: string | null }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockPersons(tx, [actor.personId])
    const resource = await tx.resource.findUnique({ where: { id: input.resourceId }, select: { status: true, universityId: true } })
    if (resource === null) return refused(problem('resource_unknown', { id: input.resourceId }))
    if (resource.status !== 'active') return refused(problem('resource_not_in_service', {}))
    const waiting = await tx.trainingWish.findFirst({
      where: { personId: actor.personId, resourceId: input.resourceId, status: 'waiting' },
      select: { id: true },
    })
    if (waiting !== null) return done(waiting)
    const wish = await tx.trainingWish.create({
      data: { personId: actor.personId, resourceId: input.resourceId, note: input.note, createdAt: now },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'training.asked', subjectKind: 'training_wish', subjectId: wish.id,
      universityId: resource.universityId, data: { resourceId: input.resourceId },
    })
    return done(wish)
  })
}

/** Leaves the queue. */
export async function withdrawWish(actor: Actor, wishId: string, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const wish = await tx.trainingWish.findFirst({ where: { id: wishId, personId: actor.personId }, select: { status: true, resource: { select: { universityId: true } } } })
    if (wish === null) return refused(problem('not_allowed', {}))
    const { count } = await tx.trainingWish.updateMany({ where: { id: wishId, status: 'waiting' }, data: { status: 'withdrawn', settledAt: now } })
    if (count > 0) {
      await record(tx, {
        actorId: actor.personId, action: 'training.wish_withdrawn', subjectKind: 'training_wish', subjectId: wishId, universityId: wish.resource.universityId,
      })
    }
    return done({ id: wishId })
  })
}
