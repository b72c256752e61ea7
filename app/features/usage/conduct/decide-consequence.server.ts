import type { Actor } from '~/domain/access/permission'
import { mayDecidePlea } from '~/domain/conduct/pleas'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { lockPerson } from '~/features/usage/conduct/derive.server'
import type { DecideConsequenceInput, LiftInput } from '~/features/usage/conduct/schema'
import { mayDecideAt, universityAt } from '~/features/usage/conduct/who-decides.server'
import { db, transaction, type Tx } from '~/platform/db.server'

const DAY_MS = 86_400_000
const shown = { id: true, personId: true, scope: true, scopeId: true, effect: true, status: true, days: true, because: true, startsAt: true, endsAt: true, version: true } as const

/**
 * Puts a proposed consequence in force from now on, for as many days as proposed or fewer, or refuses it; with a
 * reason. Never by its person, nor by who reported what it rests on.
 */
export async function decideConsequence(actor: Actor, id: string, input: DecideConsequenceInput, now: Date): Promise<Outcome<{ id: string }>> {
  return openConsequence(actor, id, async (tx, held) => {
    if (held.status !== 'proposed') return refused(problem('already_decided', { status: held.status }))
    if (held.version !== input.version) return refused(problem('version_conflict', { current: held.version }))
    if (!input.reason.trim()) return refused(problem('reason_required', {}))
    const days = input.days ?? held.days
    if (input.accept && (days < 1 || days > held.days)) return refused(problem('field_invalid', { field: 'days', rule: 'conduct.rules.days' }))
    const status = input.accept ? ('in_force' as const) : ('refused' as const)
    await tx.conductConsequence.update({
      where: { id, version: input.version },
      data: {
        status, decidedById: actor.personId, decidedAt: now, reason: input.reason, version: { increment: 1 },
        ...(input.accept && { days, startsAt: now, endsAt: new Date(now.getTime() + days * DAY_MS) }),
      },
      select: { id: true },
    })
    await orderMail(tx, { key: `conduct-decided:${id}`, kind: 'conduct-decided', personId: held.personId, subjectId: id })
    await note(tx, actor, held, input.accept ? 'conduct.put_in_force' : 'conduct.proposal_refused', { reason: input.reason, days })
    return done({ id })
  })
}

/** Ends what is in force before its term, with a reason. */
export async function liftConsequence(actor: Actor, id: string, input: LiftInput, now: Date): Promise<Outcome<{ id: string }>> {
  return openConsequence(actor, id, async (tx, held) => {
    if (held.status !== 'in_force' || (held.endsAt !== null && held.endsAt <= now)) return refused(problem('already_decided', { status: held.status === 'in_force' ? 'lifted' : held.status }))
    if (held.version !== input.version) return refused(problem('version_conflict', { current: held.version }))
    if (!input.reason.trim()) return refused(problem('reason_required', {}))
    await tx.conductConsequence.update({
      where: { id, version: input.version },
      data: { status: 'lifted', frozenAt: null, liftedById: actor.personId, liftedAt: now, liftReason: input.reason, version: { increment: 1 } },
      select: { id: true },
    })
    await orderMail(tx, { key: `conduct-ended:${id}`, kind: 'conduct-ended', personId: held.personId, subjectId: id })
    await note(tx, actor, held, 'conduct.lifted', { reason: input.reason })
    return done({ id })
  })
}

type Held = NonNullable<Awaited<ReturnType<typeof heldConsequence>>>
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const heldConsequence = (id: string, client: Tx | typeof db) => client.conductConsequence.findUnique({ where: { id }, select: shown })

/** Opened under its person's lock, as whatever derives, freezes or ends it is; only for who may decide there. */
async function openConsequence<T>(actor: Actor, id: string, command: (tx: Tx, held: Held) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const seen = UUID.test(id) ? await heldConsequence(id, db) : null
  if (seen === null || !(await mayDecideAt(actor, seen))) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<T>> => {
    await lockPerson(tx, seen.personId)
    const held = await heldConsequence(id, tx)
    if (held === null || held.personId !== seen.personId) return refused(problem('not_allowed', {}))
    const reporters = await tx.conductFinding.findMany({ where: { id: { in: held.because }, reportedById: { not: null } }, select: { reportedById: true } })
    const isOther = [null, ...reporters.map(({ reportedById }) => reportedById)].every((reportedById) => mayDecidePlea(actor.personId, { personId: held.personId, reportedById }))
    return isOther ? command(tx, held) : refused(problem('own_request', {}))
  })
}

async function note(tx: Tx, actor: Actor, held: Held, action: string, data: Record<string, unknown>): Promise<void> {
  await record(tx, {
    actorId: actor.personId, action, subjectKind: 'conduct_consequence', subjectId: held.id, universityId: await universityAt(held, tx),
    data: { ...data, personId: held.personId, scope: held.scope, scopeId: held.scopeId, effect: held.effect },
  })
}
