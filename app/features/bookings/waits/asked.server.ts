import type { Actor } from '~/domain/access/permission'
import { type AskedAgain, judgeAnswers, type QuestionSet } from '~/domain/booking/questions'
import { answerFilesOf } from '~/features/bookings/answer-files/queries.server'
import { type Carried, carriedFrom, questionSets } from '~/features/bookings/carry-answers.server'
import { heldBooking } from '~/features/bookings/held.server'
import { type HeldWait, heldWait } from '~/features/bookings/waits/facts.server'
import { db, type Tx } from '~/platform/db.server'

/**
 * What a wait answers already: of a booking that had to give way what was answered for it, where the same is asked
 * still; else what was answered when the wait began, where that still does.
 */
export async function carriedOfWait(actor: Actor, wait: HeldWait, sets: Readonly<Record<string, QuestionSet>> | undefined, now: Date, client: Tx | typeof db = db): Promise<Carried> {
  const items = wait.input.items.map((each) => ({ ...each, mode: each.mode ?? null }))
  const lost = wait.displacedId === null ? null : await heldBooking(wait.displacedId, now, client)
  if (lost) return carriedFrom(lost.items, items, sets)
  const answers = wait.input.answers ?? {}
  const answerFiles = await answerFilesOf(actor, answers)
  const again = items.flatMap(({ resourceId, mode }): AskedAgain[] => {
    const set = sets?.[resourceId]
    // Which way of use it will be is judged later: what is asked for any is asked.
    const { problems } = judgeAnswers(set && { ...set, questions: set.questions.map((each) => (mode === null ? { ...each, modes: [] } : each)) }, mode ?? 'self_operation', answers, answerFiles)
    return set && problems.length > 0 ? [{ resourceId, questions: [...set.questions], answers }] : []
  })
  return { answers, answerFiles, again }
}

/** What has to be answered before an offer can be accepted; empty: nothing. */
export async function askedAgain(actor: Actor, waitId: string, now: Date): Promise<AskedAgain[]> {
  const wait = await heldWait(waitId, now)
  if (wait === null || wait.personId !== actor.personId || wait.status !== 'offered') return []
  const sets = await questionSets([wait.resourceId, ...wait.also])
  return sets === undefined ? [] : (await carriedOfWait(actor, wait, sets, now)).again
}
