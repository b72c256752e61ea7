import { type Problem, problem } from '~/domain/problem'
import type { Tx } from '~/platform/db.server'

export const wrong = (field: string, rule: string): Problem => problem('field_invalid', { field, rule })

/** Everything that changes what a person holds waits for the person, as bookings do. */
export async function lockPerson(tx: Tx, email: string): Promise<{ id: string; status: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT id::text, status::text FROM person WHERE email = ${email} FOR NO KEY UPDATE`
  return row ?? null
}

export async function lockPersons(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM person WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}
