import type { Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { isLastOfDuty } from '~/features/auth/end-role.server'
import { verifyPassword } from '~/features/auth/verify-password.server'
import { erasureBlocks, isBlocked } from '~/features/people/privacy/queries.server'
import { createTranslator } from '~/i18n/translator'
import { db, transaction, type Tx } from '~/platform/db.server'

/**
 * Erases the actor's own personal data. What identifies goes at once; bookings, usage, the log and
 * the register of qualifications stay under a pseudonym, because others answer for them. Refused
 * while bookings have not ended, a group is led, or nobody else holds the duty. Repeated, it does
 * nothing.
 */
export async function erasePerson(actor: Actor, input: { current: string }, now: Date): Promise<Outcome<null>> {
  const personId = actor.personId
  const person = await db.person.findUnique({ where: { id: personId }, select: { passwordHash: true, status: true } })
  if (person?.status === 'erased') return done(null)
  if (!(await verifyPassword(person?.passwordHash ?? null, input.current))) {
    return refused(problem('field_invalid', { field: 'current', rule: 'auth.rules.wrong_password' }))
  }
  return transaction(async (tx) => {
    // Booking locks its person too, so that none is made between the look and the erasure.
    const [locked] = await tx.$queryRaw<{ email: string; status: string }[]>`
      SELECT email, status::text AS status FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
    if (locked === undefined || locked.status === 'erased') return done(null)
    const held = await tx.roleGrant.findMany({
      where: { personId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      select: { id: true, role: true, universityId: true },
    })
    for (const { id: grantId, role } of held) {
      if (await isLastOfDuty(tx, { role, grantId }, now)) return refused(blocked)
    }
    if (isBlocked(await erasureBlocks(personId, now, tx))) return refused(blocked)
    const pseudonym = pseudonymOf(personId)
    await tx.person.update({
      where: { id: personId },
      data: {
        ...pseudonym, passwordHash: null, phone: null, requestedUniversityId: null, status: 'erased', erasedAt: now,
        suspendedReason: null, version: { increment: 1 },
      },
      select: { id: true },
    })
    await endStanding(tx, { personId, held, reason: createTranslator('zh-CN')('rights.erase.reason') }, now)
    await forgetTraces(tx, { personId, email: locked.email, pseudonym: pseudonym.email })
    await forgetMerged(tx, personId)
    const subject = { subjectKind: 'person', subjectId: personId, universityId: actor.homeUniversityId }
    await record(tx, { actorId: personId, action: 'person.erased', ...subject })
    return done(null)
  })
}

const blocked = problem('field_invalid', { field: '', rule: 'rights.erase.blocked' })

/** The same for the same person, so that rows that stay still belong together; leads back to nobody. */
export function pseudonymOf(personId: string): { nameZh: string; nameEn: string; email: string } {
  const code = personId.slice(0, 8).toUpperCase()
  return {
    nameZh: createTranslator('zh-CN')('rights.erase.pseudonymZh', { code }),
    nameEn: createTranslator('en')('rights.erase.pseudonymEn', { code }),
    // A name that the standards keep free of mail for ever (RFC 2606).
    email: `erased-${personId}@erased.invalid`,
  }
}

type Standing = { personId: string; held: readonly { id: string; role: string; universityId: string | null }[]; reason: string }

async function endStanding(tx: Tx, { personId, held, reason }: Standing, now: Date): Promise<void> {
  await tx.roleGrant.updateMany({ where: { id: { in: held.map(({ id }) => id) } }, data: { endsAt: now, endReason: reason } })
  for (const { id, role, universityId } of held) {
    const subject = { subjectKind: 'person', subjectId: personId, universityId }
    await record(tx, { actorId: personId, action: 'role.ended', ...subject, data: { grantId: id, role, reason } })
  }
  // What was to begin later ends where it would begin.
  await tx.$executeRaw`
    UPDATE affiliation SET ends_at = greatest(starts_at, ${now}::timestamptz), end_reason = ${reason}, version = version + 1
     WHERE person_id = ${personId}::uuid AND (ends_at IS NULL OR ends_at > ${now}::timestamptz)`
  await tx.$executeRaw`
    UPDATE group_member SET ends_at = greatest(starts_at, ${now}::timestamptz)
     WHERE person_id = ${personId}::uuid AND (ends_at IS NULL OR ends_at > ${now}::timestamptz)`
  await tx.$executeRaw`
    UPDATE project_member SET ends_at = greatest(starts_at, ${now}::timestamptz)
     WHERE person_id = ${personId}::uuid AND (ends_at IS NULL OR ends_at > ${now}::timestamptz)`
}

/** Sessions, tokens, links, scans, and the address wherever a copy of it lies. */
async function forgetTraces(tx: Tx, { personId, email, pseudonym }: { personId: string; email: string; pseudonym: string }): Promise<void> {
  await tx.session.deleteMany({ where: { personId } })
  await tx.apiToken.deleteMany({ where: { personId } })
  await tx.oneTimeToken.deleteMany({ where: { personId } })
  await tx.resourceSelection.deleteMany({ where: { personId } })
  await tx.freedAlert.deleteMany({ where: { personId } })
  await leaveLines(tx, personId)
  const scans = await tx.certificate.findMany({ where: { personId, fileId: { not: null } }, select: { fileId: true } })
  await tx.certificate.updateMany({ where: { personId }, data: { fileId: null } })
  const fileIds = scans.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
  await tx.bookingDelegate.deleteMany({ where: { OR: [{ personId }, { delegateId: personId }] } })
  const answers = await tx.answerFile.findMany({ where: { uploadedById: personId }, select: { fileId: true } })
  await tx.answerFile.deleteMany({ where: { uploadedById: personId } })
  fileIds.push(...answers.map(({ fileId }) => fileId))
  await tx.storedFile.deleteMany({ where: { id: { in: fileIds }, attachments: { none: {} }, thumbnails: { none: {} }, imports: { none: {} } } })
  await tx.groupLetter.updateMany({ where: { OR: [{ personId }, { email }], status: 'open' }, data: { status: 'withdrawn' } })
  await tx.groupLetter.updateMany({ where: { OR: [{ personId }, { email }] }, data: { email: pseudonym, message: null } })
  await tx.mailDelivery.updateMany({ where: { OR: [{ personId }, { to: email }] }, data: { to: pseudonym } })
  await tx.mailboxMessage.deleteMany({ where: { to: email } })
  await forgetIntakeRows(tx, { personId, email, pseudonym })
}

/** Waits end, and what was written with them goes; an offer lapses by itself, since nobody can accept it any more. */
async function leaveLines(tx: Tx, personId: string): Promise<void> {
  const left = await tx.wait.findMany({ where: { personId, status: 'waiting' }, select: { id: true, resource: { select: { universityId: true } } } })
  await tx.wait.updateMany({ where: { id: { in: left.map(({ id }) => id) } }, data: { status: 'withdrawn', version: { increment: 1 } } })
  for (const { id, resource } of left) {
    await record(tx, { actorId: personId, action: 'wait.withdrawn', subjectKind: 'wait', subjectId: id, universityId: resource.universityId })
  }
  await tx.$executeRaw`UPDATE wait SET input = input - 'title' - 'notes' - 'declaration' - 'answers' WHERE person_id = ${personId}::uuid`
}

/** Accounts that were merged into the person's are the person's. */
async function forgetMerged(tx: Tx, personId: string): Promise<void> {
  const old = await tx.person.findMany({ where: { mergedIntoId: personId }, select: { id: true, email: true } })
  for (const { id, email } of old) {
    const pseudonym = pseudonymOf(id)
    await tx.person.update({ where: { id }, data: { ...pseudonym, passwordHash: null, phone: null, erasedAt: new Date(), version: { increment: 1 } }, select: { id: true } })
    await forgetTraces(tx, { personId: id, email, pseudonym: pseudonym.email })
  }
}

/**
 * What files of a university said of the person: a row keeps that it was there and what became of it,
 * and a file that nobody goes on with keeps its name alone.
 */
async function forgetIntakeRows(tx: Tx, { personId, email, pseudonym }: { personId: string; email: string; pseudonym: string }): Promise<void> {
  const rows = await tx.$queryRaw<{ intakeId: string }[]>`
    UPDATE intake_row r SET key = NULL, "values" = '{}', changes = '{}', problems = '[]'
     WHERE r.key = ${email} OR r.subject_id = ${personId} OR lower(btrim(r."values" ->> 'email')) = ${email} RETURNING r.intake_id::text AS "intakeId"`
  const named = await tx.$queryRaw<{ intakeId: string }[]>`
    UPDATE intake_row r SET "values" = replace(r."values"::text, ${email}, ${pseudonym})::jsonb, changes = replace(r.changes::text, ${email}, ${pseudonym})::jsonb,
           problems = replace(r.problems::text, ${email}, ${pseudonym})::jsonb
     WHERE strpos(r."values"::text || r.changes::text || r.problems::text, ${email}) > 0 RETURNING r.intake_id::text AS "intakeId"`
  await tx.$executeRaw`
    UPDATE stored_file f SET bytes = '', size_bytes = 0 FROM intake i
     WHERE i.file_id = f.id AND i.id = ANY (${[...rows, ...named].map(({ intakeId }) => intakeId)}::uuid[]) AND i.status IN ('applied', 'discarded', 'failed')`
}
