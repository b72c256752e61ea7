import { findFacts } from './doctor/facts'
import { type Finding, judge } from './doctor/judge'

/* The part of `npm run doctor` that reads settings and database; tells its findings by message. */

try {
  const { env } = await import('~/platform/env.server')
  const findings = await findFacts(env, process.env.ALLIANCE_OWN_SERVER === '1').then(judge)
  for (const finding of findings) tell(finding)
} catch (error) {
  tell(inWords(error))
}
if (process.connected) process.disconnect()

function inWords(error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error)
  if (text.startsWith('Wrong settings')) return { level: 'wrong', about: 'settings', text, advice: 'Correct them in the environment or in the file .env.' }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const advice = code.startsWith('28')
    ? 'Check user and password in DATABASE_URL.'
    : code === '3D000'
      ? 'Create the database, or correct its name in DATABASE_URL.'
      : 'Is the server running, and reachable from here? Check host and port in DATABASE_URL, and the firewall.'
  return { level: 'wrong', about: 'database', text: `The database does not answer: ${text || code}`, advice }
}

function tell(finding: Finding): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(finding)}\n`)
  else process.send({ kind: 'finding', ...finding })
}
