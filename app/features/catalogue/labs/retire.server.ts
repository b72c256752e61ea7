import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { labState } from '~/features/catalogue/labs/state.server'
import { lockLab } from '~/features/catalogue/labs/update.server'
import { transaction } from '~/platform/db.server'

/**
 * Takes a lab out of the lists, or brings it back. A lab with resources in service stays until they
 * are moved or retired; its history stays in any case.
 */
export async function changeLabStatus(actor: Actor, id: string, version: number, to: 'retired' | 'active', now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockLab(tx, id)
    const lab = await labState(id, tx)
    if (lab === null || !can(actor, 'create:lab', lab.target)) return refused(problem('not_allowed', {}))
    if (lab.isRetired === (to === 'retired')) return done({ id })
    if (lab.version !== version) return refused(problem('version_conflict', { current: lab.version }))
    if (to === 'retired') {
      const rows = await tx.resource.findMany({
        where: { labId: id, status: { not: 'retired' } },
        select: { id: true, nameZh: true, nameEn: true },
        orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
        take: 100,
      })
      const entries = rows.map((each) => ({ id: each.id, zh: each.nameZh, en: each.nameEn }))
      if (entries.length > 0) return refused(problem('entries_in_the_way', { entries }))
    }
    await tx.lab.update({ where: { id }, data: { retiredAt: to === 'retired' ? now : null, version: { increment: 1 } }, select: { id: true } })
    const words = { retired: 'lab.retired', active: 'lab.restored' }
    const status = { from: lab.isRetired ? 'retired' : 'active', to }
    await record(tx, {
      actorId: actor.personId,
      action: words[to],
      subjectKind: 'lab',
      subjectId: id,
      universityId: lab.values.hostUniversityId,
      data: { changes: { status } },
    })
    return done({ id })
  })
}
