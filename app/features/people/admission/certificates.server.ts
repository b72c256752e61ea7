import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { plainDateOf } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { checkUpload } from '~/features/catalogue/files/add.server'
import { verifiedPeople } from '~/features/people/admission/queries.server'
import type { CertificateInput, VerifyInput, WithdrawInput } from '~/features/people/admission/schema'
import { lockPersons, wrong } from '~/features/people/qualifications/subject.server'
import { tellOfRight } from '~/features/people/qualifications/tell.server'
import { UUID } from '~/features/people/training/queries.server'
import { db, transaction } from '~/platform/db.server'
import { readStoredFile, storeFile } from '~/platform/files.server'

const ALLIANCE_ZONE = 'Asia/Shanghai'
const MOST_BYTES = 10 * 1024 * 1024
const midnight = (day: string) => new Date(`${day}T00:00:00Z`)

/** Hands in a certificate with its file, to be verified; the same number of the same kind is the same one. */
export async function addCertificate(actor: Actor, input: CertificateInput, file: { name: string; bytes: Uint8Array } | null, now: Date): Promise<Outcome<{ id: string }>> {
  if (input.validUntil < plainDateOf(now, ALLIANCE_ZONE)) return refused(wrong('validUntil', 'training.rules.expired'))
  if (input.validFrom !== null && input.validFrom > input.validUntil) return refused(wrong('validUntil', 'training.rules.reversed'))
  if (file === null) return refused(wrong('file', 'training.rules.file_missing'))
  if (file.bytes.length > MOST_BYTES) return refused(wrong('file', 'training.rules.file_large'))
  const checked = await checkUpload(file)
  if (!checked.ok) return checked
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockPersons(tx, [actor.personId])
    const same = await tx.certificate.findFirst({
      where: { personId: actor.personId, kind: input.kind, number: input.number, refusedAt: null, validUntil: midnight(input.validUntil) },
      select: { id: true },
    })
    if (same !== null) return done(same)
    const stored = await storeFile(tx, { fileName: file.name, createdById: actor.personId, ...checked.value.main })
    const certificate = await tx.certificate.create({
      data: {
        personId: actor.personId, kind: input.kind, number: input.number, issuer: input.issuer, fileId: stored.id, createdAt: now,
        validFrom: input.validFrom === null ? null : midnight(input.validFrom), validUntil: midnight(input.validUntil),
      },
      select: { id: true },
    })
    await record(tx, { actorId: actor.personId, action: 'certificate.added', subjectKind: 'certificate', subjectId: certificate.id, data: { kind: input.kind, validUntil: input.validUntil } })
    return done(certificate)
  })
}

/** Says whether a certificate is what it claims; the safety officer of the holder's home or host, never the holder. */
export async function judgeCertificate(actor: Actor, input: VerifyInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await tx.certificate.findFirst({ where: { id: input.id, person: verifiedPeople(actor, now) }, select: { personId: true } })
    if (seen === null || seen.personId === actor.personId || !can(actor, 'verify:certificate')) return refused(problem('not_allowed', {}))
    await lockPersons(tx, [seen.personId])
    const held = await tx.certificate.findUniqueOrThrow({ where: { id: input.id } })
    if (input.decision === 'refuse' && input.reason === null) return refused(problem('reason_required', {}))
    if (held.verifiedAt !== null || held.refusedAt !== null) return refused(problem('version_conflict', { current: held.version }))
    if (held.version !== input.version) return refused(problem('version_conflict', { current: held.version }))
    if (input.decision === 'verify' && held.validUntil.toISOString().slice(0, 10) < plainDateOf(now, ALLIANCE_ZONE)) return refused(wrong('reason', 'training.rules.expired'))
    await tx.certificate.update({
      where: { id: input.id, version: held.version },
      data: {
        ...(input.decision === 'verify' ? { verifiedAt: now } : { refusedAt: now, reason: input.reason }),
        verifiedById: actor.personId, version: { increment: 1 },
      },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: input.decision === 'verify' ? 'certificate.verified' : 'certificate.refused', subjectKind: 'certificate', subjectId: input.id,
      data: { personId: held.personId, kind: held.kind, reason: input.reason },
    })
    await tellOfRight(tx, {
      kind: input.decision === 'verify' ? 'certificate-verified' : 'certificate-refused', personId: held.personId, subjectId: input.id, version: held.version + 1, actorId: actor.personId,
    })
    return done({ id: input.id })
  })
}

/** Takes the verification of a certificate back, with a reason; it counts no longer. Who may verify may do so, never the holder. */
export async function withdrawVerification(actor: Actor, input: WithdrawInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await tx.certificate.findFirst({ where: { id: input.id, person: verifiedPeople(actor, now) }, select: { personId: true } })
    if (seen === null || seen.personId === actor.personId || !can(actor, 'verify:certificate')) return refused(problem('not_allowed', {}))
    await lockPersons(tx, [seen.personId])
    const held = await tx.certificate.findUniqueOrThrow({ where: { id: input.id } })
    if (held.verifiedAt === null) return refused(problem('version_conflict', { current: held.version }))
    if (held.refusedAt !== null) return done({ id: input.id })
    if (held.version !== input.version) return refused(problem('version_conflict', { current: held.version }))
    await tx.certificate.update({
      where: { id: input.id, version: held.version },
      data: { refusedAt: now, reason: input.reason, verifiedById: actor.personId, version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'certificate.withdrawn', subjectKind: 'certificate', subjectId: input.id,
      data: { personId: held.personId, kind: held.kind, reason: input.reason },
    })
    await tellOfRight(tx, { kind: 'certificate-withdrawn', personId: held.personId, subjectId: input.id, version: held.version + 1, actorId: actor.personId })
    return done({ id: input.id })
  })
}

/** The file of a certificate, for its holder and for who verifies it. */
export async function certificateFile(actor: Actor, id: string, now: Date) {
  if (!UUID.test(id)) return null
  const found = await db.certificate.findFirst({
    where: { id, OR: [{ personId: actor.personId }, ...(can(actor, 'verify:certificate') ? [{ person: verifiedPeople(actor, now) }] : [])] },
    select: { fileId: true },
  })
  return found?.fileId ? readStoredFile(found.fileId) : null
}
