import { Client } from 'pg'
import { migrate, UnfitDatabase } from './migrate'

/*
 * Brings the database of DATABASE_URL up to date for a start: migrations, seed, and with `--reset`
 * demo data anew. Tells the start script by messages what goes on and what it should print.
 */

export type PrepareMessage =
  | { kind: 'note'; text: string }
  | { kind: 'refused'; text: string }
  | { kind: 'ready'; accounts: string[]; firstAdminLink: string | null }

const isReset = process.argv.includes('--reset')

try {
  tell(await prepare())
} catch (error) {
  const words = wordsFor(error)
  if (words === null) throw error
  tell({ kind: 'refused', text: words })
  process.exitCode = 1
}
if (process.connected) process.disconnect()

async function prepare(): Promise<PrepareMessage> {
  const { env } = await import('~/platform/env.server')
  if (env.DATABASE_URL === undefined) throw new UnfitDatabase('DATABASE_URL is not set.')
  await migrate(env.DATABASE_URL, note)
  await requireOwnKind(env.DATABASE_URL, env.DEMO)
  const [{ seed, resetDemo }, { closeDatabase, db }] = await Promise.all([
    import('../prisma/seed'),
    import('~/platform/db.server'),
  ])
  const options = { demo: env.DEMO, demoPassword: env.DEMO_PASSWORD, now: new Date(), log: note }
  try {
    await (isReset ? resetDemo(options) : seed(options))
    if (env.DEMO) {
      const people = await db.person.findMany({ where: { isDemo: true }, select: { email: true }, orderBy: { email: 'asc' } })
      return { kind: 'ready', accounts: people.map(({ email }) => email), firstAdminLink: null }
    }
    const { firstAdminLink } = await import('~/features/auth/claim-administration.server')
    return { kind: 'ready', accounts: [], firstAdminLink: await firstAdminLink(env.BASE_URL) }
  } finally {
    await closeDatabase()
  }
}

/** Demo accounts have a public password: they must never meet real people's data. */
async function requireOwnKind(url: string, demo: boolean): Promise<void> {
  if (isReset && !demo) throw new UnfitDatabase('Only demo data can be renewed; this is not demo mode (DEMO=1).')
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ demo: boolean; real: boolean }>(`
      SELECT EXISTS (SELECT FROM person WHERE is_demo) AS demo, EXISTS (SELECT FROM person WHERE NOT is_demo) AS real`)
    const found = rows[0] ?? { demo: false, real: false }
    if (!demo && found.demo) {
      throw new UnfitDatabase('This database holds demo accounts, whose password is public. Use a database of its own for real use, or start with DEMO=1.')
    }
    if (demo && found.real && !found.demo) {
      throw new UnfitDatabase('This database is in real use. Demo accounts, whose password is public, are not added to it; use another database for the demo.')
    }
  } finally {
    await client.end()
  }
}

/** What a person can do something about, in words; null for a defect, which keeps its stack. */
function wordsFor(error: unknown): string | null {
  if (error instanceof UnfitDatabase) return error.message
  if (!(error instanceof Error)) return null
  if (error.message.startsWith('Wrong settings')) return error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH)/.test(code)) {
    return `The database server of DATABASE_URL does not answer (${code}).`
  }
  if (code.startsWith('28')) return `The database server refuses the user or password of DATABASE_URL: ${error.message}`
  if (code === '3D000') return `The database of DATABASE_URL does not exist: ${error.message}`
  return null
}

function note(text: string): void {
  tell({ kind: 'note', text })
}

function tell(message: PrepareMessage): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`)
  else process.send(message)
}
