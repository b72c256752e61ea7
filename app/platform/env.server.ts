import { z } from 'zod'

const flag = (fallback: boolean) =>
  z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.enum(['', '0', '1', 'false', 'true', 'no', 'yes'], 'write 1 or 0'))
    .transform((text) => (text === '' ? fallback : ['1', 'true', 'yes'].includes(text)))
    .default(fallback)

const wholeNumber = (least: number, most: number, fallback: number) =>
  z.coerce
    .number(`write a whole number from ${least} to ${most}`)
    .int(`write a whole number from ${least} to ${most}`)
    .min(least, `write a whole number from ${least} to ${most}`)
    .max(most, `write a whole number from ${least} to ${most}`)
    .default(fallback)

const address = (schemes: string[], example: string) =>
  z.string().refine((text) => schemes.includes(schemeOf(text)), `write an address such as ${example}`)

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  /** Absent under `npm start` without a server of one's own: the start script then sets it. */
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/name').optional(),
  /** Connections of this process. */
  DATABASE_POOL: wholeNumber(1, 200, 10),
  DATA_DIR: z.string().default('.data'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65535, 3000),
  /** The address readers use, for links in mail; ends without a slash. */
  BASE_URL: address(['http:', 'https:'], 'https://booking.example.edu.cn')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  /** What Express calls `trust proxy`: a number of hops, or addresses; empty trusts nobody. */
  TRUST_PROXY: z
    .string()
    .default('')
    .transform((text) => (/^\d+$/.test(text) ? Number(text) : text === '' ? false : text)),
  /** Whether this web process runs background jobs too; without it, `npm run worker` does. */
  WORKER: flag(true),
  DEMO: flag(false),
  DEMO_PASSWORD: z.string().min(8, 'use at least 8 characters').default('alliance-demo'),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.edu.cn:587').optional(),
  /** Who carries it may read /metrics from elsewhere; without it only this machine may. */
  METRICS_TOKEN: z.string().min(16, 'use at least 16 characters').optional(),
  MAIL_FROM: z.string().min(3).default('Alliance Booking <no-reply@alliance.example>'),
})

export type Env = Omit<z.output<typeof schema>, 'BASE_URL' | 'LOG_LEVEL'> & {
  BASE_URL: string
  LOG_LEVEL: NonNullable<z.output<typeof schema>['LOG_LEVEL']>
}

/**
 * All settings of the process, read once. An empty value counts as absent.
 * @throws Error naming every wrong setting and what it should look like.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new Error(`Wrong settings in the environment:\n${lines.join('\n')}`)
  }
  const { BASE_URL, LOG_LEVEL, ...rest } = parsed.data
  return {
    ...rest,
    BASE_URL: BASE_URL ?? `http://${reachableName(rest.HOST)}:${rest.PORT}`,
    LOG_LEVEL: LOG_LEVEL ?? (rest.NODE_ENV === 'test' ? 'silent' : 'info'),
  }
}

function schemeOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : ''
}

function reachableName(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

export const env: Env = parseEnv(process.env)
