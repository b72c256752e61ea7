import { createHash, randomBytes } from 'node:crypto'
import type { Actor, Grant } from '~/domain/access/permission'
import type { Locale } from '~/i18n/locale'
import { rawQuery } from '~/platform/db.server'
import { Prisma, type PersonStatus } from '~/platform/generated/prisma/client'

export type HomeUniversity = { id: string; nameZh: string; nameEn: string; shortZh: string; abbr: string }

/** The signed-in person as pages need them. */
export type Viewer = {
  personId: string
  email: string
  nameZh: string | null
  nameEn: string | null
  locale: Locale
  isDemo: boolean
  /** `awaiting_admission`: the address is confirmed, a coordinator has yet to admit. */
  status: 'active' | 'awaiting_admission'
  homeUniversity: HomeUniversity | null
  homeKind: Actor['homeKind']
  grants: Grant[]
  /** The proof that commands ask for. */
  actor: Actor
}

export type SessionFacts = { viewer: Viewer; expiresAt: Date; isBrief: boolean }
export type TokenFacts = {
  viewer: Viewer
  tokenId: string
  scopes: string[]
  lastUsedAt: Date | null
}

/** What the database keeps of a session id, a one-time link or an API token. */
export const secretHash = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex')

/** 256 random bits, fit for a URL. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

type PersonRow = {
  personId: string
  email: string
  nameZh: string | null
  nameEn: string | null
  locale: string
  isDemo: boolean
  status: Viewer['status']
  home: (HomeUniversity & { kind: NonNullable<Actor['homeKind']> }) | null
  affiliations: NonNullable<Actor['affiliations']>
  grants: Grant[]
}

/*
 * The person with the running home affiliation and the running roles, in one statement. Whoever is
 * suspended or has not confirmed the address is nobody.
 */
const PERSON = Prisma.sql`
  p.id AS "personId", p.email, p.name_zh AS "nameZh", p.name_en AS "nameEn", p.locale,
  p.is_demo AS "isDemo", p.status::text AS status,
  (SELECT json_build_object('id', u.id, 'nameZh', u.name_zh, 'nameEn', u.name_en,
                            'shortZh', u.short_zh, 'abbr', u.abbr, 'kind', a.kind)
     FROM affiliation a JOIN university u ON u.id = a.university_id
    WHERE a.person_id = p.id AND a.is_home AND a.starts_at <= now()
      AND (a.ends_at IS NULL OR a.ends_at > now())
    LIMIT 1) AS home,
  running_affiliations(p.id, now()) AS affiliations,
  (SELECT coalesce(json_agg(json_build_object('role', g.role, 'scopeKind', g.scope_kind,
                            'scopeId', coalesce(g.lab_id, g.university_id)) ORDER BY g.starts_at, g.id), '[]')
     FROM role_grant g
    WHERE g.person_id = p.id AND g.starts_at <= now()
      AND (g.ends_at IS NULL OR g.ends_at > now())) AS grants`
/** Those whom a sign-in or a reset link may lead somewhere: nobody suspended, merged or erased. */
export const MAY_SIGN_IN: ReadonlySet<PersonStatus> = new Set(['unconfirmed', 'awaiting_admission', 'active'])
const MAY_ENTER = Prisma.sql`p.status IN ('active', 'awaiting_admission')`

export async function sessionFacts(sessionIdHash: string): Promise<SessionFacts | null> {
  const rows = await rawQuery<PersonRow & { expiresAt: Date; isBrief: boolean }>`
    SELECT s.expires_at AS "expiresAt", s.is_brief AS "isBrief", ${PERSON}
      FROM session s JOIN person p ON p.id = s.person_id
     WHERE s.id_hash = ${sessionIdHash} AND ${MAY_ENTER}`
  const row = rows[0]
  return row === undefined ? null : { viewer: viewerOf(row), expiresAt: row.expiresAt, isBrief: row.isBrief }
}

/** The person behind an API token that is neither revoked nor expired. */
export async function tokenFacts(tokenHash: string): Promise<TokenFacts | null> {
  const rows = await rawQuery<PersonRow & { tokenId: string; scopes: string[]; lastUsedAt: Date | null }>`
    SELECT t.id AS "tokenId", t.scopes, t.last_used_at AS "lastUsedAt", ${PERSON}
      FROM api_token t JOIN person p ON p.id = t.person_id
     WHERE t.hash = ${tokenHash} AND t.revoked_at IS NULL AND t.expires_at > now() AND ${MAY_ENTER}`
  const row = rows[0]
  if (row === undefined) return null
  const { tokenId, scopes, lastUsedAt } = row
  return { viewer: viewerOf(row), tokenId, scopes, lastUsedAt }
}

function viewerOf(row: PersonRow): Viewer {
  const { kind = null, ...home } = row.home ?? {}
  const homeUniversity = row.home === null ? null : (home as HomeUniversity)
  return {
    personId: row.personId,
    email: row.email,
    nameZh: row.nameZh,
    nameEn: row.nameEn,
    locale: row.locale === 'en' ? 'en' : 'zh-CN',
    isDemo: row.isDemo,
    status: row.status,
    homeUniversity,
    homeKind: kind,
    grants: row.grants,
    actor: {
      personId: row.personId,
      email: row.email,
      homeUniversityId: homeUniversity?.id ?? null,
      homeKind: kind,
      affiliations: row.affiliations,
      grants: row.grants,
    },
  }
}
