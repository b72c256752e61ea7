import { rivalDuties } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { LINK_SPENT } from '~/features/auth/confirm-email.server'
import { writeGrant } from '~/features/auth/grant-role.server'
import { endTokens, findToken, FIRST_ADMIN_HOURS, issueToken, redeemToken } from '~/features/auth/issue-token.server'
import { hashPassword } from '~/features/auth/verify-password.server'
import { db, transaction, type Tx } from '~/platform/db.server'
import { paths } from '~/platform/paths'

type Claim = { email: string; password: string; nameZh?: string; nameEn?: string; locale: string }

/** The link printed at the first start, or null once there is an administrator. Earlier links end. */
export async function firstAdminLink(baseUrl: string, now = new Date()): Promise<string | null> {
  if (await hasAdministrator(db, now)) return null
  const purpose = 'first_administrator'
  const secret = await transaction(async (tx) => {
    await endTokens(tx, purpose, null, now)
    return issueToken(tx, { purpose, personId: null, hours: FIRST_ADMIN_HOURS, now })
  })
  return `${baseUrl.replace(/\/$/, '')}${paths.firstAdmin(secret)}`
}

/** Whether a first-administrator link still opens anything. */
export async function isFirstAdminLinkOpen(secret: string, now: Date): Promise<boolean> {
  const token = await findToken('first_administrator', secret, now)
  return token !== null && !(await hasAdministrator(db, now))
}

/**
 * Makes the first administrator of who holds the printed link. An account with that address is
 * taken over: whoever reads the server's output owns the installation.
 */
export async function claimAdministration(
  secret: string,
  claim: Claim,
  now: Date,
): Promise<Outcome<{ personId: string }>> {
  if (!(await isFirstAdminLinkOpen(secret, now))) return refused(LINK_SPENT)
  const passwordHash = await hashPassword(claim.password)
  return transaction(async (tx) => {
    const rivals = { role: { in: rivalDuties('admin') }, person: { email: claim.email }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
    if ((await tx.roleGrant.count({ where: rivals })) > 0) {
      return refused(problem('field_invalid', { field: 'email', rule: 'auth.rules.duties_apart' }))
    }
    if (!(await redeemToken(tx, 'first_administrator', secret, now))) return refused(LINK_SPENT)
    if (await hasAdministrator(tx, now)) return refused(problem('not_allowed', {}))
    const person = {
      passwordHash,
      nameZh: claim.nameZh ?? null,
      nameEn: claim.nameEn ?? null,
      locale: claim.locale,
      status: 'active' as const,
    }
    const { id } = await tx.person.upsert({
      where: { email: claim.email },
      create: { ...person, email: claim.email },
      update: person,
      select: { id: true },
    })
    await tx.session.deleteMany({ where: { personId: id } })
    const scope = { kind: 'alliance' as const, universityId: null, labId: null, universityIds: [] }
    const grant = { personId: id, role: 'admin' as const, scope, endsAt: null, reason: 'first start' }
    const granted = await writeGrant(tx, id, grant, now)
    return granted.ok ? done({ personId: id }) : granted
  })
}

async function hasAdministrator(tx: Pick<Tx, 'roleGrant'>, now: Date): Promise<boolean> {
  const running = { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
  return (await tx.roleGrant.count({ where: { role: 'admin', ...running } })) > 0
}
