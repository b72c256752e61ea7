import { grantAdministrator } from '~/features/auth/grant-role.server'
import { defaultTimeZone } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'
import { createTranslator } from '~/i18n/translator'
import { closeDatabase } from '~/platform/db.server'
import { migrate } from './migrate'

/* npm run grant-admin -- EMAIL: makes a person with an account an administrator of the alliance. */

const [email] = process.argv.slice(2)
if (email === undefined || !email.includes('@')) {
  process.stdout.write('npm run grant-admin -- EMAIL\n')
  process.exit(2)
}
const { DATABASE_URL } = process.env
if (DATABASE_URL !== undefined) await migrate(DATABASE_URL)
try {
  const outcome = await grantAdministrator(email)
  if (outcome.ok) {
    process.stdout.write(`${email} is now an administrator · 已成为管理员\n`)
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
