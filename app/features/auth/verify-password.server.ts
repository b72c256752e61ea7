import { hash, verify } from '@node-rs/argon2'

/** argon2id with the memory and passes that OWASP's password storage sheet asks for. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** What unknown accounts are checked against, so that they take as long as known ones. */
const nobody = hashPassword(crypto.randomUUID())

/** False for a wrong password and, after the same time, for a missing hash. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobody), password)
  return matches && passwordHash !== null
}
