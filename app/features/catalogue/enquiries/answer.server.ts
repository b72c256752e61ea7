import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AnswerInput } from '~/features/catalogue/enquiries/schema'
import { orderMail } from '~/features/jobs/order-mail.server'
import { transaction } from '~/platform/db.server'

/** Answers an enquiry once; the answer goes out with the answerer's name and the date. */
export function answerEnquiry(actor: Actor, input: AnswerInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const seen = await tx.enquiry.findUnique({
      where: { id: input.id },
      select: { status: true, resource: { select: { labId: true, universityId: true } } },
    })
    if (seen === null || !can(actor, 'answer:enquiry', seen.resource)) return refused(problem('not_allowed', {}))
    const { count } = await tx.enquiry.updateMany({
      where: { id: input.id, version: input.version, status: 'open' },
      data: { status: 'answered', answer: input.answer, answeredById: actor.personId, answeredAt: now, version: { increment: 1 } },
    })
    if (count === 0) return refused(problem('field_invalid', { field: '', rule: 'affiliations.rules.already_answered' }))
    await record(tx, { actorId: actor.personId, action: 'enquiry.answered', subjectKind: 'enquiry', subjectId: input.id, universityId: seen.resource.universityId })
    await orderMail(tx, { key: `enquiry-answered:${input.id}`, kind: 'enquiry-answered', enquiryId: input.id })
    return done({ id: input.id })
  })
}
