import { type Actor, can } from '~/domain/access/permission'
import { db } from '~/platform/db.server'
import { log } from '~/platform/log.server'

/** Events under one seal, and seals in one transaction. */
const BATCH = 5_000
const AT_ONCE = 10

/**
 * Hashes events that are surely complete into the chain; the newest wait for the next call. The head of
 * the chain goes to the server's log too, which is kept elsewhere: whoever cuts off the end of the log in
 * the database cannot cut it off there. Gives the number of seals made.
 */
export async function sealAudit(signal?: AbortSignal): Promise<number> {
  let made = 0
  for (;;) {
    const [row] = await db.$queryRaw<{ made: number }[]>`SELECT seal_audit(${BATCH}::int, ${AT_ONCE}::int) AS made`
    made += row?.made ?? 0
    if (row?.made !== AT_ONCE || signal?.aborted) break
  }
  if (made > 0) {
    const head = await db.auditSeal.findFirst({ orderBy: { id: 'desc' }, select: { id: true, lastId: true, hash: true } })
    if (head) log.info('the audit log was sealed', { seal: head.id.toString(), upTo: head.lastId.toString(), hash: head.hash })
  }
  return made
}

export type ChainFault = { seal: string; kind: 'link' | 'events' | 'content'; after: string; last: string; sealedAt: Date }
export type ChainState = {
  /** Seals in all, and how many of the newest were looked at. */
  seals: number
  checked: number
  /** Up to which event, and when. */
  sealed: { last: string; at: Date; hash: string } | null
  /** Events that no seal holds yet. */
  waiting: number
  /** The oldest that was found among those looked at. */
  fault: ChainFault | null
}

/** How much of the chain is looked at: the newest seals first, for so long. */
export async function chainState(actor: Actor, budgetMs: number): Promise<ChainState | null> {
  return can(actor, 'read:audit', {}) ? checkChain(budgetMs) : null
}

export async function checkChain(budgetMs: number): Promise<ChainState> {
  const seals = await db.auditSeal.findMany({ orderBy: { id: 'desc' }, select: { id: true, afterId: true, lastId: true, hash: true, sealedAt: true } })
  const [head] = seals
  const waiting = await db.auditEvent.count({ where: { id: { gt: head?.lastId ?? 0n } } })
  const until = performance.now() + budgetMs
  let fault: ChainFault | null = null
  let checked = 0
  for (const seal of seals) {
    if (performance.now() > until) break
    const [row] = await db.$queryRaw<{ kind: ChainFault['kind'] | null }[]>`SELECT audit_seal_fault(${seal.id}::bigint) AS kind`
    if (row?.kind) fault = { kind: row.kind, seal: seal.id.toString(), after: seal.afterId.toString(), last: seal.lastId.toString(), sealedAt: seal.sealedAt }
    checked += 1
  }
  return {
    seals: seals.length, checked, waiting, fault,
    sealed: head ? { last: head.lastId.toString(), at: head.sealedAt, hash: head.hash } : null,
  }
}
