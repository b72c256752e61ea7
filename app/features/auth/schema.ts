import { z } from 'zod'
import { GRANT_ROLES } from '~/domain/access/grammar'
import { API_SCOPES, SIGN_UP_KINDS } from '~/features/auth/kinds'
import { locales } from '~/i18n/locale'

/*
 * Passwords of ten characters or more that people try first. Shorter ones are refused by length;
 * what they are made of is nobody's business.
 */
const COMMON_PASSWORDS = new Set(
  `1234567890 0123456789 0987654321 9876543210 1111111111 0000000000 1234554321 1122334455
   12345678910 123456789a a123456789 aa123456789 abc1234567 abcd123456 123456abcd 1234567891
   123123123123 password12 password123 password1234 passw0rd123 p@ssw0rd123 qwertyuiop qwerty12345
   qwerty123456 1q2w3e4r5t 1qaz2wsx3edc qazwsxedcrfv zxcvbnm123 asdfghjkl1 asdfghjkl123 iloveyou123
   woaini1314 woaini520 woaini5201314 5201314520 1314520520 administrator adminadmin admin12345
   admin123456 welcome123 welcome1234 letmein1234 changeme123 university1 laboratory
   wodemima123 mima123456 nihao123456 student123 teacher123 88888888888 8888888888 6666666666`
    .split(/\s+/)
    .filter((each) => each.length >= 10),
)

export const email = z.string().trim().toLowerCase().max(200).pipe(z.email())

export const newPassword = z
  .string()
  .min(10)
  .max(200)
  .refine((text) => !COMMON_PASSWORDS.has(text.toLowerCase()), { error: 'auth.rules.common_password' })

/** A password as typed at sign-in: judged by its hash only. */
const givenPassword = z.string().min(1).max(200)
const personName = z.string().trim().max(80).optional()
const consent = z.literal('on', { error: 'consent' })

export const signInSchema = z.object({
  email,
  password: givenPassword,
  to: z.string().max(2000).optional(),
  /** This device is mine: the session lasts, and slides with use. */
  mine: z.literal('on').optional(),
})

const named = { nameZh: personName, nameEn: personName }
const hasName = (value: { nameZh?: string; nameEn?: string }) =>
  (value.nameZh ?? '') !== '' || (value.nameEn ?? '') !== ''

export const signUpSchema = z
  .object({
    ...named,
    email,
    password: newPassword,
    kind: z.enum(SIGN_UP_KINDS),
    /** Needed only where the address is not of a member's domain. */
    universityId: z.string().max(40).optional(),
    privacyVersion: z.string().min(1).max(40),
    privacy: consent,
  })
  .refine(hasName, { path: ['nameZh'], error: 'auth.rules.name_missing' })
  .refine(({ email, password }) => password.toLowerCase() !== email, {
    path: ['password'],
    error: 'auth.rules.password_is_email',
  })
export type SignUpInput = z.output<typeof signUpSchema>

export const confirmSchema = z.object({ password: givenPassword })
export const forgotSchema = z.object({ email })

const twice = { password: newPassword, repeat: z.string().min(1).max(200) }
const isSame = ({ password, repeat }: { password: string; repeat: string }) => password === repeat
const differs = { path: ['repeat'], error: 'passwords_differ' }

export const resetSchema = z.object(twice).refine(isSame, differs)
export const changePasswordSchema = z.object({ ...twice, current: givenPassword }).refine(isSame, differs)

export const firstAdminSchema = z
  .object({ ...named, ...twice, email })
  .refine(isSame, differs)
  .refine(hasName, { path: ['nameZh'], error: 'auth.rules.name_missing' })

/** Digits with what people put between them. */
const phone = z
  .string()
  .trim()
  .max(40)
  .refine((text) => /^[\d\s()+-]*$/.test(text) && text.replace(/\D/g, '').length >= 3, { error: 'listing.rules.phone' })
  .optional()

export const profileSchema = z
  .object({ ...named, locale: z.enum(locales), phone })
  .refine(hasName, { path: ['nameZh'], error: 'auth.rules.name_missing' })

export { API_SCOPES, type ApiScope } from '~/features/auth/kinds'

export const apiTokenSchema = z.object({
  name: z.string().trim().min(1).max(60),
  scopes: z.array(z.enum(API_SCOPES)).min(1),
  days: z.coerce.number().int().min(1).max(366),
})

/** A stored hash of a session, or all but this one. */
export const revokeSessionSchema = z.object({ session: z.string().regex(/^([0-9a-f]{64}|others)$/) })
export const idSchema = z.object({ id: z.uuid() })
export const acceptSchema = z.object({ documentId: z.uuid() })

export const grantSchema = z.object({
  email,
  role: z.enum(GRANT_ROLES),
  universityId: z.string().max(40).optional(),
  labId: z.string().max(80).optional(),
  /** The last day, in Asia/Shanghai; without one the role runs until it is ended. */
  lastDay: z.iso.date().optional(),
  reason: z.string().trim().min(1).max(300),
})
export type GrantInput = z.output<typeof grantSchema>

export const endRoleSchema = z.object({ id: z.uuid(), reason: z.string().trim().min(1).max(300) })

export const roleEndSchema = z.object({
  id: z.uuid(),
  lastDay: z.iso.date().optional(),
  /** The end as the form showed it; empty: none. */
  seenEnd: z.union([z.literal(''), z.iso.datetime()]).optional(),
  reason: z.string().trim().min(1).max(300),
})
export type RoleEndInput = z.output<typeof roleEndSchema>

export const suspendSchema = z.object({ personId: z.uuid(), reason: z.string().trim().min(1).max(300) })
export type SuspendInput = z.output<typeof suspendSchema>
