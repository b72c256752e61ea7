import { randomUUID } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import { CHOSEN_FILE } from '~/domain/booking/questions'
import { judgeOrder, type OrderVerdict, type OrderWish } from '~/domain/orders/ask'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import { answerFilesOf } from '~/features/bookings/answer-files/queries.server'
import { hashOf } from '~/features/bookings/create.server'
import { attendeeOf } from '~/features/bookings/on-behalf.server'
import { readCarriedFacts } from '~/features/bookings/project-facts.server'
import { newCode, openRequest } from '~/features/bookings/write.server'
import type { OrderInput } from '~/features/usage/orders/schema'
import { tellOfOrder } from '~/features/usage/orders/write.server'
import type { BookingFacts } from '~/domain/booking/facts'
import type { Prisma } from '~/platform/generated/prisma/client'
import { db, isUniqueViolation, transaction } from '~/platform/db.server'

export type Asked = { id: string; code: string; replayed: boolean }

/**
 * Asks the lab to measure samples. No time is taken: the order waits for the lab's yes, by the same approval as a
 * booking of the resource. A repeated key has one effect.
 */
export async function askOrder(actor: Actor, input: OrderInput, now: Date, key?: string | null): Promise<Outcome<Asked>> {
  const submission = key ? { key, requestHash: hashOf(input) } : null
  const seen = submission && (await replay(actor.personId, submission))
  if (seen) return seen
  const judged = await judgeAsking(actor, input, now)
  if (!judged.ok) return judged
  const { verdict, facts, wish } = judged.value
  if (!verdict.ok) return refused(...verdict.problems)
  const resource = facts.resources[wish.resourceId]!
  const [id, code] = [randomUUID(), newCode()]
  try {
    return await transaction(async (tx): Promise<Outcome<Asked>> => {
      // First, so that of two with one key the second waits for the first and meets its order.
      if (submission) await tx.idempotencyKey.create({ data: { personId: actor.personId, ...submission, subjectId: id, createdAt: now }, select: { key: true } })
      await tx.testOrder.create({
        data: {
          id, code, resourceId: wish.resourceId, applicantId: wish.attendeeId, askedById: actor.personId,
          homeUniversityId: facts.attendee?.homeUniversityId ?? null, originClass: verdict.originClass, groupId: verdict.groupId, projectId: verdict.projectId,
          purpose: input.purpose, title: input.title, nature: input.nature, hazards: input.hazards, storage: input.storage,
          conditions: input.conditions || null, afterwards: input.afterwards,
          ...(verdict.answers && { answers: JSON.parse(JSON.stringify(verdict.answers)) as Prisma.InputJsonObject }), askedAt: now, updatedAt: now,
          samples: { create: Array.from({ length: input.samples }, (_, at) => ({ number: at + 1, name: input.names?.[at] || null, changedAt: now })) },
          steps: { create: { step: 'ask', toStatus: 'asked', byId: actor.personId, at: now } },
        },
        select: { id: true },
      })
      await keepFiles(tx, id, verdict)
      if (verdict.route) {
        await openRequest(tx, {
          subjectKind: 'test_order', subjectId: id, route: verdict.route, requesterIds: [actor.personId, wish.attendeeId],
          universityId: resource.universityId, labId: resource.labId, dueAt: null, now,
        })
      }
      await record(tx, {
        actorId: actor.personId, action: 'order.asked', subjectKind: 'test_order', subjectId: id, universityId: resource.universityId,
        data: { resourceId: wish.resourceId, samples: input.samples, onBehalf: wish.attendeeId !== actor.personId },
      })
      await tellOfOrder(tx, { orderId: id, event: 'ask', version: 1, actorId: actor.personId })
      return done({ id, code, replayed: false })
    })
  } catch (error) {
    const first = submission && isUniqueViolation(error) && (await replay(actor.personId, submission))
    if (first) return first
    throw error
  }
}

/** What the rules say to an order that is still being written. */
export async function checkOrder(actor: Actor, input: OrderInput, now: Date): Promise<Outcome<OrderVerdict>> {
  const judged = await judgeAsking(actor, input, now, true)
  return judged.ok ? done(judged.value.verdict) : judged
}

async function judgeAsking(actor: Actor, input: OrderInput, now: Date, isDraft = false): Promise<Outcome<{ verdict: OrderVerdict; facts: BookingFacts; wish: OrderWish }>> {
  const attendee = await attendeeOf(actor, { ...input, resourceIds: [input.resourceId] }, now)
  if (!attendee.ok) return attendee
  const { personId, isVouched, groupId = input.groupId ?? null } = attendee.value
  const answers = input.answers ?? {}
  const files = await answerFilesOf(actor, answers)
  const wish: OrderWish = {
    resourceId: input.resourceId, bookerId: actor.personId, attendeeId: personId, isVouched, groupId, projectId: input.projectId ?? null,
    purpose: input.purpose, answers, answerFiles: isDraft ? { ...files, [CHOSEN_FILE]: '' } : files,
  }
  const facts = await readCarriedFacts({
    attendeeId: personId, resourceIds: [input.resourceId], window: { start: now, end: addMinutes(now, 1) }, now, projectId: wish.projectId,
  })
  return done({ verdict: judgeOrder(facts, wish, now), facts, wish })
}

/** Files that answer questions are the order's from now on. */
async function keepFiles(tx: Prisma.TransactionClient, orderId: string, { answers }: OrderVerdict): Promise<void> {
  const ids = (answers?.answers ?? []).flatMap(({ kind, value }) => (kind === 'file' ? [value] : []))
  if (ids.length > 0) await tx.answerFile.updateMany({ where: { fileId: { in: ids }, bookingId: null, orderId: null }, data: { orderId } })
}

async function replay(personId: string, { key, requestHash }: { key: string; requestHash: string }): Promise<Outcome<Asked> | null> {
  const seen = await db.idempotencyKey.findUnique({ where: { personId_key: { personId, key } }, select: { requestHash: true, subjectId: true } })
  if (!seen) return null
  const order = seen.requestHash === requestHash ? await db.testOrder.findUnique({ where: { id: seen.subjectId }, select: { id: true, code: true } }) : null
  return order ? done({ ...order, replayed: true }) : refused(problem('key_reused', {}))
}
