import type { OriginClass } from '~/domain/pricing/quote'
import type { Beneficiary } from './facts'

/** For whom a use is when nobody says: the group that carries it, seen from the groups whose resource it is; else where its person comes from. */
export function beneficiaryOf(of: { groupId: string | null; ownerGroupIds: readonly string[]; origin: OriginClass }): Beneficiary {
  return of.groupId !== null && of.ownerGroupIds.includes(of.groupId) ? 'own_group' : of.origin
}
