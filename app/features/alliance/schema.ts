import { z } from 'zod'

/** Anybody gets an address there, so it says nothing about a university. */
const PUBLIC_MAIL = new Set([
  '126.com',
  '139.com',
  '163.com',
  '189.cn',
  'aliyun.com',
  'foxmail.com',
  'gmail.com',
  'hotmail.com',
  'icloud.com',
  'outlook.com',
  'qq.com',
  'sina.cn',
  'sina.com',
  'sohu.com',
  'yahoo.com',
  'yeah.net',
])

/** Names under which others register their own: a domain must be one step below. */
const SHARED_ENDINGS = new Set(['ac.cn', 'com.cn', 'edu.cn', 'gov.cn', 'mil.cn', 'net.cn', 'org.cn'])

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z][a-z0-9-]*[a-z0-9]$`)

/** What stands after the @ of an address, in lower case; a leading @ is forgiven. */
export const mailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^@/, ''))
  .pipe(
    z
      .string()
      .min(1)
      .max(253)
      .regex(DOMAIN, { error: 'alliance.rules.domain_format' })
      .refine((domain) => !PUBLIC_MAIL.has(domain) && !SHARED_ENDINGS.has(domain), {
        error: 'alliance.rules.domain_public',
      }),
  )

export const addMailDomainSchema = z.object({
  domain: mailDomain,
  universityId: z.string().min(1).max(100),
})
export type MailDomainInput = z.output<typeof addMailDomainSchema>
