import { done, problem, refused, type Outcome } from '~/domain/problem'
import { currentDocument, universityOfDomain } from '~/features/alliance/queries.server'
import { record } from '~/features/audit/record.server'
import { domainOf } from '~/features/auth/confirm-email.server'
import { endTokens } from '~/features/auth/issue-token.server'
import type { SignUpInput } from '~/features/auth/schema'
import { hashPassword } from '~/features/auth/verify-password.server'
import { orderAccountMail, tellOfMerge } from '~/features/jobs/order-mail.server'
import type { Locale } from '~/i18n/locale'
import { db, isUniqueViolation, transaction, type Tx } from '~/platform/db.server'

type Context = { locale: Locale; origin: string; now: Date }

/**
 * Asks for an account. The answer is the same whether the address has one or not: what is true goes
 * to the address by mail. Until the link in it is followed and the password repeated, a later
 * sign-up with the same address takes the place of an earlier one.
 */
export async function signUp(input: SignUpInput, context: Context): Promise<Outcome<{ email: string }>> {
  const [document, university, chosen] = await Promise.all([
    currentDocument('privacy'),
    universityOfDomain(domainOf(input.email)),
    input.universityId === undefined
      ? null
      : db.university.findUnique({ where: { id: input.universityId }, select: { id: true } }),
  ])
  if (document === null || document.version !== input.privacyVersion) {
    return refused(problem('field_invalid', { field: 'privacy', rule: 'auth.rules.privacy_changed' }))
  }
  const universityId = university?.id ?? chosen?.id
  if (universityId === undefined) {
    return refused(problem('field_invalid', { field: 'universityId', rule: 'auth.rules.university_missing' }))
  }
  const passwordHash = await hashPassword(input.password)
  const request = { input, passwordHash, universityId, documentId: document.id, ...context }
  await claimAddress(request).catch((error: unknown) => {
    // Somebody signed up with the same address at the same moment: now it is a known one.
    if (isUniqueViolation(error)) return claimAddress(request)
    throw error
  })
  return done({ email: input.email })
}

type Claim = Context & {
  input: SignUpInput
  passwordHash: string
  universityId: string
  documentId: string
}

const claimAddress = (claim: Claim): Promise<void> =>
  transaction(async (tx) => {
    const { input, passwordHash, universityId, documentId, locale, origin, now } = claim
    const known = await tx.person.findUnique({
      where: { email: input.email },
      select: { id: true, status: true },
    })
    const tellOwner = (personId: string) => orderAccountMail(tx, { kind: 'already-have-account', personId, origin })
    if (known?.status === 'merged') return tellOfMerge(tx, known.id)
    if (known !== null && known.status !== 'unconfirmed') return tellOwner(known.id)
    const person = {
      passwordHash,
      nameZh: input.nameZh ?? null,
      nameEn: input.nameEn ?? null,
      requestedUniversityId: universityId,
      locale,
    }
    if (known !== null && !(await replaceClaim(tx, known.id, person))) return tellOwner(known.id)
    const { id } =
      known ?? (await tx.person.create({ data: { ...person, email: input.email }, select: { id: true } }))
    await tx.affiliation.create({
      data: { personId: id, universityId, kind: input.kind, startsAt: now },
      select: { id: true },
    })
    await tx.documentAcceptance.upsert({
      where: { personId_documentId: { personId: id, documentId } },
      create: { personId: id, documentId, locale, acceptedAt: now },
      update: { locale, acceptedAt: now },
      select: { personId: true },
    })
    await endTokens(tx, 'confirm_email', id, now)
    await orderAccountMail(tx, { kind: 'confirm-address', personId: id, origin })
    const subject = { subjectKind: 'person', subjectId: id, universityId }
    await record(tx, { actorId: id, action: 'person.signed_up', ...subject })
  })

/** False where the earlier claim was confirmed meanwhile: then it stands. */
async function replaceClaim(
  tx: Tx,
  id: string,
  person: { passwordHash: string; nameZh: string | null; nameEn: string | null; requestedUniversityId: string; locale: string },
): Promise<boolean> {
  const { count } = await tx.person.updateMany({ where: { id, status: 'unconfirmed' }, data: person })
  if (count === 0) return false
  await tx.affiliation.deleteMany({ where: { personId: id, confirmedAt: null } })
  return true
}
