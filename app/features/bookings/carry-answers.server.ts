import type { Actor } from '~/domain/access/permission'
import type { WantedItem } from '~/domain/booking/facts'
import { type AnswerFiles, type Answers, type AskedAgain, carryAnswers, type Question, type QuestionSet } from '~/domain/booking/questions'
import { answerFilesOf } from '~/features/bookings/answer-files/queries.server'
import type { HeldBooking } from '~/features/bookings/held.server'
import { db, type Tx } from '~/platform/db.server'

/** What was answered before, as far as it answers what is asked now; `again`: what has to be answered anew. */
export type Carried = { answers: Answers; answerFiles: AnswerFiles; again: AskedAgain[] }

type Sets = Readonly<Record<string, QuestionSet>> | undefined
type Kept = Pick<HeldBooking['items'][number], 'answers' | 'asked'>

/** The answers of a booking, item by item, to what the resources of `to` ask. */
export function carriedFrom(items: readonly Kept[], to: readonly Pick<WantedItem, 'resourceId' | 'mode'>[], sets: Sets): Carried {
  const parts = to.map(({ resourceId, mode }, at) => ({ resourceId, ...carryAnswers(items[at]?.answers ?? null, items[at]?.asked ?? [], sets?.[resourceId], mode) }))
  const frozen = items.flatMap(({ answers }) => answers?.answers ?? [])
  return {
    answers: Object.assign({}, ...parts.map(({ answers }) => answers)) as Answers,
    answerFiles: Object.fromEntries(frozen.flatMap(({ kind, value, fileName }) => (kind === 'file' ? [[value, fileName ?? '']] : []))),
    again: parts.flatMap(({ resourceId, again, answers }) => (again.length === 0 ? [] : [{ resourceId, questions: again, answers }])),
  }
}

/** The same with what was answered just now, by the actor, over it. */
export async function answeredNow(actor: Actor, carried: Carried, given: Answers): Promise<Carried> {
  return { ...carried, answers: { ...carried.answers, ...given }, answerFiles: { ...carried.answerFiles, ...(await answerFilesOf(actor, given)) } }
}

export async function questionSets(resourceIds: readonly string[], client: Tx | typeof db = db): Promise<Sets> {
  const [row] = await client.$queryRaw<{ asked: Record<string, { version: number; questions: Question[] }> | null }[]>`
    SELECT current_questions(${[...resourceIds]}::text[]) AS asked`
  return row?.asked ?? undefined
}
