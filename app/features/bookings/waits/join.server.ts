import type { Actor } from '~/domain/access/permission'
import type { BookingFacts } from '~/domain/booking/facts'
import { judge } from '~/domain/booking/verdict'
import { isWaitable, MAX_WAITS } from '~/domain/booking/waiting'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { questionOf } from '~/features/bookings/create.server'
import { readCarriedFacts } from '~/features/bookings/project-facts.server'
import { wishOfWait } from '~/features/bookings/waits/facts.server'
import type { WaitInput } from '~/features/bookings/waits/schema'
import { isUniqueViolation, transaction } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/**
 * Waits for a period that is taken, or has nobody left to assist, and could be booked otherwise: every other rule is met now, and is judged again
 * when the time is offered and when the offer is accepted. One place a person in the line of one period.
 */
export async function joinWaits(actor: Actor, input: WaitInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { personId } = actor
  const wish = { ...wishOfWait(personId, input), answers: input.answers ?? {} }
  const wanted = wish.items[0]
  if (!wanted || wish.items.length > 1) return refused(problem('several_resources', {}))
  const facts = withoutFiles(await readCarriedFacts({ ...questionOf(wish, now), projectId: wish.projectId }))
  const { problems } = judge(facts, wish, now)
  const others = problems.filter(({ code, severity }) => severity === 'refuse' && !isWaitable(code))
  if (others.length > 0) return refused(...others)
  if (!problems.some(({ code }) => isWaitable(code))) return refused(problem('time_is_free', {}))

  const { resourceId, period } = wanted
  try {
    return await transaction(async (tx): Promise<Outcome<{ id: string }>> => {
      await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
      const open = await tx.wait.findMany({
        where: { personId, status: { in: ['waiting', 'offered'] }, startsAt: { gt: now } },
        select: { resourceId: true, startsAt: true, endsAt: true, displacedId: true },
      })
      const isSame = open.some((each) => each.resourceId === resourceId && +each.startsAt === +period.start && +each.endsAt === +period.end)
      if (isSame) return refused(problem('already_waiting', {}))
      if (open.filter(({ displacedId }) => displacedId === null).length >= MAX_WAITS) return refused(problem('too_many_waits', { limit: MAX_WAITS }))
      const { id } = await tx.wait.create({
        data: { resourceId, personId, startsAt: period.start, endsAt: period.end, input: JSON.parse(JSON.stringify(input)), createdAt: now, updatedAt: now },
        select: { id: true },
      })
      await record(tx, {
        actorId: personId, action: 'wait.joined', subjectKind: 'wait', subjectId: id,
        universityId: facts.resources[resourceId]?.universityId, data: { resourceId, startsAt: period.start, endsAt: period.end },
      })
      // What became free while this was judged was told to nobody.
      await addJob(tx, 'freed-time', { resourceId, ...period })
      return done({ id })
    })
  } catch (error) {
    if (isUniqueViolation(error)) return refused(problem('already_waiting', {}))
    throw error
  }
}

/** A file that answers is asked for when an offer is accepted: nobody knows whether one will ever be needed. */
function withoutFiles(facts: BookingFacts): BookingFacts {
  const questions = Object.entries(facts.questions ?? {}).map(([id, set]) => [id, { ...set, questions: set.questions.filter(({ kind }) => kind !== 'file') }])
  return { ...facts, questions: Object.fromEntries(questions) }
}
