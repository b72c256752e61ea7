import type { Actor } from '~/domain/access/permission'
import { officeDeadline } from '~/domain/scheduling/office-hours'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { calendarDays } from '~/features/alliance/queries.server'
import { record } from '~/features/audit/record.server'
import { newSecret, secretHash } from '~/features/auth/facts.server'
import type { EnquiryInput } from '~/features/catalogue/enquiries/schema'
import { maySee } from '~/features/catalogue/visibility.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { Locale } from '~/i18n/locale'
import { db, transaction, type Tx } from '~/platform/db.server'

/** Working days within which the lab answers, by the alliance's calendar. */
export const ANSWER_DAYS = 3
export const ALLIANCE_ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

/** What may be asked about: all that the reader can see. */
export async function askedResource(id: string, actor: Actor | null) {
  const found = await db.resource.findUnique({
    where: { id },
    select: { id: true, nameZh: true, nameEn: true, status: true, shareScope: true, labId: true, universityId: true, lab: { select: { confirmedAt: true } } },
  })
  if (found === null || !maySee(actor, { ...found, labConfirmedAt: found.lab.confirmedAt })) return null
  const { nameZh, nameEn, labId, universityId } = found
  return { id, nameZh, nameEn, labId, universityId }
}

/**
 * Takes a question of somebody who needs no account; the lab's managers and the asker get a mail. The
 * same question sent again while it waits is the same enquiry. A machine is answered like a person and
 * writes nothing.
 */
export async function askAboutResource(
  actor: Actor | null, resourceId: string, input: EnquiryInput, { locale, now }: { locale: Locale; now: Date },
): Promise<Outcome<{ email: string }>> {
  const resource = await askedResource(resourceId, actor)
  if (resource === null) return refused(problem('resource_unknown', { id: resourceId }))
  const { website, ...asked } = input
  if (website !== undefined) return done({ email: asked.email })
  const days = await calendarDays(dateOf(now, -1), dateOf(now, 61))
  const dueAt = officeDeadline(now, ANSWER_DAYS, { calendarDays: days, timeZone: ALLIANCE_ZONE, universityId: resource.universityId })
  await transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`enquiry ${asked.email}`}))::text`
    const isKnown = await tx.enquiry.count({ where: { resourceId, email: asked.email, question: asked.question, status: 'open' } })
    if (isKnown > 0) return
    const { id } = await tx.enquiry.create({
      // Nobody knows this secret: the mail makes one of its own.
      data: { ...asked, phone: asked.phone ?? null, resourceId, locale, keyHash: secretHash(newSecret()), createdAt: now, dueAt },
      select: { id: true },
    })
    await record(tx, { actorId: actor?.personId ?? null, action: 'enquiry.received', subjectKind: 'enquiry', subjectId: id, universityId: resource.universityId, data: { resourceId, dueAt } })
    await orderMail(tx, { key: `enquiry-received:${id}`, kind: 'enquiry-received', enquiryId: id })
    for (const personId of await answerersOf(tx, resource, now)) {
      await orderMail(tx, { key: `enquiry-waiting:${id}:${personId}`, kind: 'enquiry-waiting', personId, subjectId: id })
    }
  })
  return done({ email: asked.email })
}

const dateOf = (now: Date, days: number) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10)

/** The managers of the lab; where there are none, the university's coordinators. */
async function answerersOf(tx: Tx, { labId, universityId }: { labId: string; universityId: string }, now: Date): Promise<string[]> {
  const rows = await tx.roleGrant.findMany({
    where: {
      role: { in: ['lab_manager', 'coordinator'] }, startsAt: { lte: now }, person: { status: 'active' },
      AND: [{ OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, { OR: [{ labId }, { scopeKind: 'university', universityId }] }],
    },
    select: { personId: true, role: true },
    take: 40,
  })
  const managers = rows.filter((each) => each.role === 'lab_manager')
  return [...new Set((managers.length > 0 ? managers : rows).map((each) => each.personId))]
}
