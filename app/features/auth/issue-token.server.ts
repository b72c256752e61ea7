import { newSecret, secretHash } from '~/features/auth/facts.server'
import { db, type Tx } from '~/platform/db.server'
import type { TokenPurpose } from '~/platform/generated/prisma/client'

export const CONFIRM_HOURS = 48
export const RESET_HOURS = 1
/** People who were brought in by their university do not wait for the mail. */
export const INVITATION_HOURS = 14 * 24
export const FIRST_ADMIN_HOURS = 72

/** Ends the open links of a purpose; a command that asks for a new one does so at once, whenever that is mailed. */
export async function endTokens(tx: Tx, purpose: TokenPurpose, personId: string | null, now: Date): Promise<void> {
  await tx.oneTimeToken.updateMany({ where: { purpose, personId, usedAt: null }, data: { usedAt: now } })
}

/**
 * Makes a link's secret. The secret is nowhere but in the answer: the job that writes the mail makes it,
 * and a repeat of the job makes another, so that whichever mail arrives opens.
 */
export async function issueToken(
  tx: Tx,
  token: { purpose: TokenPurpose; personId: string | null; hours: number; now: Date },
): Promise<string> {
  const { purpose, personId, hours, now } = token
  const secret = newSecret()
  const expiresAt = new Date(now.getTime() + hours * 3_600_000)
  await tx.oneTimeToken.create({
    data: { hash: secretHash(secret), purpose, personId, createdAt: now, expiresAt },
    select: { hash: true },
  })
  return secret
}

/** Whom an open link is for, without using it up: pages ask before they show a form. */
export async function findToken(
  purpose: TokenPurpose,
  secret: string,
  now: Date,
): Promise<{ personId: string | null } | null> {
  const where = { hash: secretHash(secret), purpose, usedAt: null, expiresAt: { gt: now } }
  return db.oneTimeToken.findFirst({ where, select: { personId: true } })
}

/** Uses the link up: of any number of simultaneous attempts exactly one gets true. */
export async function redeemToken(
  tx: Tx,
  purpose: TokenPurpose,
  secret: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.oneTimeToken.updateMany({
    where: { hash: secretHash(secret), purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return count === 1
}
