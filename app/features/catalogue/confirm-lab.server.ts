import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { mayConfirmLab } from '~/features/catalogue/queries.server'
import { transaction } from '~/platform/db.server'

/**
 * The coordinator vouches for a lab's entry; from then on its resources are listed. Confirming twice
 * has one effect.
 */
export async function confirmLab(actor: Actor, labId: string, now: Date): Promise<Outcome<{ labId: string }>> {
  return transaction(async (tx) => {
    const lab = await tx.lab.findUnique({
      where: { id: labId },
      select: {
        hostUniversityId: true,
        confirmedAt: true,
        owners: { select: { role: true, university: { select: { id: true } } } },
      },
    })
    if (lab === null || !mayConfirmLab(actor, lab)) return refused(problem('not_allowed', {}))
    const { count } = await tx.lab.updateMany({
      where: { id: labId, confirmedAt: null },
      data: { confirmedAt: now, confirmedById: actor.personId },
    })
    if (count > 0) {
      await record(tx, {
        actorId: actor.personId,
        action: 'lab.confirmed',
        subjectKind: 'lab',
        subjectId: labId,
        universityId: lab.hostUniversityId,
      })
    }
    return done({ labId })
  })
}
