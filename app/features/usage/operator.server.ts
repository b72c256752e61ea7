import { problem, type Problem } from '~/domain/problem'
import type { UseDetails } from '~/domain/usage/facts'
import type { Tx } from '~/platform/db.server'

/** Why the operator named cannot have stood at the machine: there is no such person. */
export async function judgeOperator(tx: Tx, details: Partial<UseDetails> | undefined): Promise<Problem[]> {
  const id = details?.operatorId
  if (id === undefined) return []
  const known = await tx.person.count({ where: { id } })
  return known > 0 ? [] : [problem('field_invalid', { field: 'operatorId', rule: 'required' })]
}
