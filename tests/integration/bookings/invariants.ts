import { expect } from 'vitest'
import { db } from '~/platform/db.server'
import { allInvariants } from '../../../scripts/doctor/invariants'

/** Walks the whole database: what must always hold, holds. `now` decides which holds have lapsed. */
export async function expectInvariants(now: Date): Promise<void> {
  const broken = await db.$queryRawUnsafe<{ rule: string; id: string }[]>(allInvariants(), now.toISOString(), '-infinity')
  expect(broken).toEqual([])
}
