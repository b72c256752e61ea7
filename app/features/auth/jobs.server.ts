import { isWarningDue, WARNING_DAYS } from '~/domain/affiliation/stay'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

/** A spent link is kept for a while, so that it can say that it is spent. */
const LINK_DAYS = 14

export const tasks: Tasks = {
  'forget-sessions-and-links': async (_payload, { now }) => {
    const before = new Date(now.getTime() - LINK_DAYS * 86_400_000)
    await db.session.deleteMany({ where: { expiresAt: { lt: now } } })
    await db.oneTimeToken.deleteMany({ where: { expiresAt: { lt: before } } })
  },
  'warn-of-ending-roles': async (_payload, { now, signal }) => {
    await warnOfEndingRoles(now, signal)
  },
}

/* 00:45 UTC is 8:45 in the morning of the alliance. */
export const cron = `
7 19 * * * forget-sessions-and-links ?jobKey=forget-sessions-and-links&max=3
45 0 * * * warn-of-ending-roles ?jobKey=warn-of-ending-roles&max=3`


/**
 * Tells those whose roles end soon, once with thirty days left and once with seven; a role that is given
 * anew or for longer is told of anew. Gives how many are due.
 */
export async function warnOfEndingRoles(now: Date, signal?: AbortSignal): Promise<number> {
  const soon = await db.roleGrant.findMany({
    where: { startsAt: { lte: now }, endsAt: { gt: now, lte: new Date(now.getTime() + WARNING_DAYS[0] * 86_400_000) }, person: { status: 'active' } },
    select: { id: true, personId: true, endsAt: true, warnedAt: true },
    orderBy: { endsAt: 'asc' },
  })
  const due = soon.filter((each) => isWarningDue(each, now))
  for (const { id, personId, endsAt, warnedAt } of due) {
    if (signal?.aborted) break
    await transaction(async (tx) => {
      const { count } = await tx.roleGrant.updateMany({ where: { id, warnedAt, endsAt }, data: { warnedAt: now } })
      if (count === 0) return
      const key = `role-ending:${id}:${endsAt?.toISOString()}:${warnedAt === null ? 'first' : 'last'}`
      await orderMail(tx, { key, kind: 'role-ending', personId, subjectId: id })
    })
  }
  return due.length
}
