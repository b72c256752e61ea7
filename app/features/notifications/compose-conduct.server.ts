import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import type { ConductScope } from '~/domain/conduct/kinds'
import { pleaUntil } from '~/domain/conduct/pleas'
import { rulesOfPlaces } from '~/features/usage/conduct/place-rules.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, type Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

type Kind = 'conduct-found' | 'conduct-plea-decided' | 'conduct-warned' | 'conduct-proposed' | 'conduct-decided' | 'conduct-ended'
type Named = { nameZh: string; nameEn: string | null } | null
const names = { nameZh: true, nameEn: true } as const

/** A mail about somebody's conduct: what was found with its evidence and how to appeal, what follows from it, and its end. Null once it is no longer true. */
export async function composeConduct(kind: Kind, subjectId: string, to: { locale: Locale }, now: Date): Promise<Mail | null> {
  const { locale } = to
  const name = (one: Named) => bilingual({ zh: one?.nameZh ?? null, en: one?.nameEn ?? null }, locale).text
  const instant = (each: Date | null, timeZone: string = defaultTimeZone) => (each === null ? '' : formatDateTime(each, { locale, timeZone, now }))
  const write = (said: string, values: Record<string, string | number>, path: string, quotes: (string | null)[] = []) =>
    notice({ locale, area: 'conductMail', kind: said, values, quotes, link: `${env.BASE_URL}${path}` })
  const t = createTranslator(locale)

  if (kind === 'conduct-found' || kind === 'conduct-plea-decided') {
    const where = kind === 'conduct-found' ? { id: subjectId } : { plea: { id: subjectId } }
    const finding = await db.conductFinding.findFirst({
      where, select: { id: true, kind: true, at: true, points: true, evidence: true, foundAt: true, withdrawnAt: true, resourceId: true, plea: { select: { status: true, decision: true } } },
    })
    if (finding === null || finding.withdrawnAt !== null) return null
    const resource = await db.resource.findUnique({ where: { id: finding.resourceId }, select: { ...names, campus: { select: { timeZone: true } } } })
    const values = { kind: t(`conduct.kind.${finding.kind}`), resource: name(resource), at: instant(finding.at, resource?.campus.timeZone), points: finding.points }
    const path = paths.conductFinding(finding.id)
    if (kind === 'conduct-plea-decided') {
      const status = finding.plea?.status
      return status === 'accepted' || status === 'refused' ? write(`plea-${status}`, values, path, [finding.plea?.decision ?? null]) : null
    }
    const rules = (await rulesOfPlaces([{ scope: 'resource', scopeId: finding.resourceId }], now))('resource', finding.resourceId)
    const evidence = finding.evidence as Record<string, unknown>
    const said = finding.kind === 'misuse' && typeof evidence['what'] === 'string' ? evidence['what'] : null
    return write('found', { ...values, until: instant(pleaUntil(finding.foundAt, rules)) }, path, [said])
  }

  const held = await db.conductConsequence.findUnique({
    where: { id: subjectId }, select: { scope: true, scopeId: true, effect: true, days: true, status: true, endsAt: true, reason: true, liftedById: true, liftReason: true, liftedAt: true },
  })
  if (held === null) return null
  const place = held.scope === 'alliance' ? t('conduct.scope.alliance') : name(await placeOf(held.scope, held.scopeId))
  const values = { place, effect: t(`conduct.effect.${held.effect}`), days: held.days, until: instant(held.endsAt) }
  const path = paths.conduct()
  switch (kind) {
    case 'conduct-warned':
      return held.status === 'in_force' ? write('warned', values, path) : null
    case 'conduct-proposed':
      return held.status === 'proposed' ? write('proposed', values, path) : null
    case 'conduct-decided':
      if (held.status !== 'in_force' && held.status !== 'refused') return null
      return write(held.status === 'in_force' ? 'in-force' : 'proposal-refused', values, path, [held.reason])
    case 'conduct-ended':
      if (held.status !== 'lifted') return held.endsAt !== null && held.endsAt <= now ? write('over', values, path) : null
      return held.liftedById === null ? write('fell', values, path) : write('lifted', values, path, [held.liftReason])
  }
}

async function placeOf(scope: ConductScope, id: string): Promise<Named> {
  if (scope === 'lab') return db.lab.findUnique({ where: { id }, select: names })
  if (scope === 'university') return db.university.findUnique({ where: { id }, select: names })
  return db.resource.findUnique({ where: { id }, select: names })
}
