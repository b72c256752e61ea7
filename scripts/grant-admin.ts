import { DUTIES } from '~/domain/access/role-rules'
import { grantAdministrator } from '~/features/auth/grant-role.server'
import { defaultTimeZone } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'
import { createTranslator } from '~/i18n/translator'
import { closeDatabase } from '~/platform/db.server'
import { migrate } from './migrate'

/*
 * npm run grant-admin -- EMAIL [DUTY]: gives a person with an account an administrator duty: admin (the
 * system, unless another is named), security_admin or audit_admin. Nobody holds two of them.
 */

const [email, named = 'admin'] = process.argv.slice(2)
const duty = DUTIES.find((each) => each === named)
if (email === undefined || !email.includes('@') || duty === undefined) {
  process.stdout.write(`npm run grant-admin -- EMAIL [${DUTIES.join('|')}]\n`)
  process.exit(2)
}
const { DATABASE_URL } = process.env
if (DATABASE_URL !== undefined) await migrate(DATABASE_URL)
try {
  const outcome = await grantAdministrator(email, new Date(), duty)
  if (outcome.ok) {
    process.stdout.write(`${email} is now ${duty} · 已任命\n`)
  } else {
    for (const problem of outcome.problems) {
      for (const locale of ['zh-CN', 'en'] as const) {
        process.stdout.write(`${problemMessage(createTranslator(locale), problem, { locale, timeZone: defaultTimeZone })}\n`)
      }
    }
    process.exitCode = 1
  }
} finally {
  await closeDatabase()
}
