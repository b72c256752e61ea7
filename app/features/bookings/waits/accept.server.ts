import type { Actor } from '~/domain/access/permission'
import type { Answers } from '~/domain/booking/questions'
import { judge } from '~/domain/booking/verdict'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { answeredNow } from '~/features/bookings/carry-answers.server'
import { questionOf } from '~/features/bookings/create.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { carriedOfWait } from '~/features/bookings/waits/asked.server'
import { heldWait, wishOfWait, withoutAllocations } from '~/features/bookings/waits/facts.server'
import { freeOffer, leaveOthers, moveWait } from '~/features/bookings/waits/write.server'
import { insertBooking, type Written } from '~/features/bookings/write.server'
import { isOverlap, transaction } from '~/platform/db.server'

/**
 * Books what is held by an offer, judged like every booking. Accepted twice, it is the one booking. A refusal leaves
 * the offer as it is, until it lapses. What was answered before is carried where the same is asked still; `given`
 * answers what is asked anew.
 */
export async function acceptOffer(actor: Actor, waitId: string, now: Date, given: Answers = {}): Promise<Outcome<Pick<Written, 'id'>>> {
  const seen = await heldWait(waitId, now)
  if (seen === null || seen.personId !== actor.personId) return refused(problem('not_allowed', {}))
  const wish = wishOfWait(seen.personId, seen.input)
  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<Pick<Written, 'id'>>> => {
      const found = await lockCarriedFacts(tx, {
        ...questionOf(wish, now), projectId: wish.projectId, personIds: [seen.personId], bookingIds: [], quotaKeys,
      })
      const wait = await heldWait(waitId, now, tx)
      if (wait?.bookingId) return done({ id: wait.bookingId })
      if (wait?.status !== 'offered') return refused(problem('offer_over', {}))
      const held = await tx.allocation.findMany({ where: { waitId }, select: { id: true } })
      const facts = withoutAllocations(found, new Set(held.map(({ id }) => String(id))))
      const { answers, answerFiles } = await answeredNow(actor, await carriedOfWait(actor, wait, facts.questions, now, tx), given)
      const verdict = judge(facts, { ...wish, answers, answerFiles }, now)
      if (!verdict.ok) return refused(...verdict.problems)

      await freeOffer(tx, waitId)
      const written = await insertBooking(tx, {
        bookerId: wish.bookerId,
        attendeeId: wish.attendeeId,
        homeUniversityId: facts.attendee?.homeUniversityId ?? null,
        input: wait.input,
        verdict, now,
        universityId: wait.universityId,
        labId: wait.labId,
        key: null,
        filesFrom: wait.displacedId,
      })
      if (!(await moveWait(tx, wait, { status: 'accepted', bookingId: written.id }, { actorId: actor.personId, now }))) {
        throw new Error('a wait changed under the lock of its resource')
      }
      await leaveOthers(tx, wait, { actorId: actor.personId, now })
      return done({ id: written.id })
    }))
  } catch (error) {
    if (isOverlap(error)) return refused(problem('slot_taken', { nextFree: [] }))
    throw error
  }
}
