import type { Actor } from '~/domain/access/permission'
import { isAskedFor, type Question } from '~/domain/booking/questions'
import { SENT } from '~/domain/orders/ask'
import type { Problem } from '~/domain/problem'
import { carriersOf, type CarrierChoice } from '~/features/bookings/checkbook.server'
import { type OtherPerson, peopleToBookFor } from '~/features/bookings/on-behalf.server'
import { getResource, type ResourcePage } from '~/features/catalogue/queries.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { checkOrder } from '~/features/usage/orders/ask.server'
import { type Turnaround, turnaroundOf } from '~/features/usage/orders/line.server'

/** What the form of an order needs to know. */
export type OrderSheet = {
  resource: Pick<ResourcePage, 'id' | 'nameZh' | 'nameEn' | 'maker' | 'model' | 'kind' | 'isIllustrative' | 'campus' | 'university' | 'universityId' | 'labId' | 'prices'>
  questions: Question[]
  carriers: CarrierChoice[]
  people: OtherPerson[]
  turnaround: Turnaround
  /** What keeps the actor from sending samples, whatever is filled in. */
  problems: Problem[]
}

/** Null: no such resource for the actor, or one that takes no samples. */
export async function orderSheet(actor: Actor, resourceId: string, now: Date): Promise<OrderSheet | null> {
  // PostgreSQL text holds no NUL; nothing has such an id.
  if (resourceId.includes('\0')) return null
  const page = await getResource(resourceId, actor)
  if (!page?.modes.includes(SENT)) return null
  const blank = { resourceId, title: '-', samples: 1, nature: '-', hazards: ['none' as const], storage: 'room' as const, afterwards: 'return' as const, purpose: 'research' as const }
  const [asking, carriers, people, turnaround, judged] = await Promise.all([
    currentQuestions(resourceId), carriersOf(actor, now), peopleToBookFor(actor, now), turnaroundOf(resourceId), checkOrder(actor, blank, now),
  ])
  const { id, nameZh, nameEn, maker, model, kind, isIllustrative, campus, university, universityId, labId, prices } = page
  const problems = judged.ok ? judged.value.problems : judged.problems
  return {
    resource: { id, nameZh, nameEn, maker, model, kind, isIllustrative, campus, university, universityId, labId, prices },
    // All are of this one way of use, so none says for which it is.
    questions: asking.questions.filter((each) => isAskedFor(each, SENT)).map((each) => ({ ...each, modes: [] })),
    carriers, people, turnaround,
    problems: problems.filter(({ code }) => code !== 'answer_missing'),
  }
}
