import type { QuestionSet } from '~/domain/booking/questions'
import { db, type Tx } from '~/platform/db.server'

/** What a resource asks now; version 0 where it never asked anything. */
export async function currentQuestions(resourceId: string, client: Tx | typeof db = db): Promise<QuestionSet> {
  const newest = await client.questionSet.findFirst({ where: { resourceId }, orderBy: { version: 'desc' }, select: { version: true, questions: true } })
  return { version: newest?.version ?? 0, questions: (newest?.questions ?? []) as unknown as QuestionSet['questions'] }
}
