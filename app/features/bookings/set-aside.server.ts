import { type Actor, can } from '~/domain/access/permission'
import type { BookingFacts, Wish } from '~/domain/booking/facts'
import { setAside } from '~/domain/booking/override'
import type { Verdict } from '~/domain/booking/verdict'
import { problem, type Problem } from '~/domain/problem'
import type { RawTx, Tx } from '~/platform/db.server'

export type SetAside = { verdict: Verdict; overridden: Problem[] }

/**
 * The verdict once the actor sets aside, for another person and with a reason, what is theirs to set
 * aside at every resource of the wish. What the database guards stays refused. Nobody does it for themselves.
 */
export function afterOverride(actor: Actor, facts: BookingFacts, wish: Wish, verdict: Verdict, reason: string | null | undefined): SetAside {
  if (!reason || verdict.ok) return { verdict, overridden: [] }
  if (wish.attendeeId === actor.personId) {
    return { verdict: { ...verdict, problems: [...verdict.problems, problem('override_own', {})] }, overridden: [] }
  }
  const resources = Object.values(facts.resources)
  const { ok, problems, overridden } = setAside(verdict.problems, (permission) =>
    resources.length > 0 && resources.every(({ labId, universityId }) => can(actor, permission, { labId, universityId })),
  )
  return { verdict: { ...verdict, ok, problems }, overridden }
}

/** Keeps with the booking, and in the audit log, which rules were set aside, by whom and why. */
export async function keepOverride(
  tx: RawTx | Tx,
  booking: { id: string; universityId: string },
  said: { actor: Actor; reason: string | null | undefined; overridden: readonly Problem[]; now: Date },
): Promise<void> {
  if (said.overridden.length === 0 || !said.reason) return
  const rules = [...new Set(said.overridden.map(({ code }) => code))]
  const kept = JSON.stringify({ reason: said.reason, byId: said.actor.personId, rules })
  const data = JSON.stringify({ reason: said.reason, rules, problems: said.overridden.map(({ code, params }) => ({ code, params })) })
  await tx.$executeRaw`UPDATE booking SET rules_set_aside = ${kept}::jsonb WHERE id = ${booking.id}::uuid`
  await tx.$executeRaw`
    INSERT INTO audit_event (at, actor_id, action, subject_kind, subject_id, university_id, data)
    VALUES (${said.now}::timestamptz, ${said.actor.personId}::uuid, 'booking.rules_set_aside', 'booking', ${booking.id}, ${booking.universityId}, ${data}::jsonb)`
}
