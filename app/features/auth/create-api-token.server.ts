import type { Actor } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { newSecret, secretHash } from '~/features/auth/facts.server'
import type { ApiScope } from '~/features/auth/kinds'
import { transaction } from '~/platform/db.server'

const MOST_TOKENS = 20

/** Makes a personal token for the JSON API. The secret is in the answer and nowhere else. */
export async function createApiToken(
  actor: Actor,
  input: { name: string; scopes: ApiScope[]; days: number },
  now: Date,
): Promise<Outcome<{ id: string; secret: string; expiresAt: Date }>> {
  const secret = `cca_${newSecret()}`
  const expiresAt = new Date(now.getTime() + input.days * 86_400_000)
  return transaction(async (tx) => {
    const personId = actor.personId
    const running = { personId, revokedAt: null, expiresAt: { gt: now } }
    if ((await tx.apiToken.count({ where: running })) >= MOST_TOKENS) {
      return refused(problem('field_invalid', { field: 'name', rule: 'auth.rules.too_many_tokens' }))
    }
    const scopes = [...new Set(input.scopes)]
    const { id } = await tx.apiToken.create({
      data: { personId, name: input.name, hash: secretHash(secret), scopes, createdAt: now, expiresAt },
      select: { id: true },
    })
    const subject = { subjectKind: 'api_token', subjectId: id }
    await record(tx, { actorId: personId, action: 'api_token.created', ...subject, data: { scopes } })
    return done({ id, secret, expiresAt })
  })
}
