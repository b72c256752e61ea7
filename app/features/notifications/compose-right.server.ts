import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import { refusedFor } from '~/features/bookings/previews/rights.server'
import type { RightMailOrder } from '~/features/jobs/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatList, formatPlainDate } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

const at = (path: string) => `${env.BASE_URL}${path}`
type Named = { nameZh: string | null; nameEn: string | null; email?: string } | null
const nameOf = (one: Named, locale: Locale) => bilingual({ zh: one?.nameZh ?? null, en: one?.nameEn ?? null }, locale).text || (one?.email ?? '')

/** A mail about a qualification, an admission or a certificate; null where it is no longer true. */
export async function composeRightMail(order: RightMailOrder, to: { id: string; locale: Locale }, now: Date): Promise<Mail | null> {
  const { kind, rightId } = order
  const { locale } = to
  const t = createTranslator(locale)
  const write = (values: Record<string, string | number>, path: string, quotes: (string | null)[]) => notice({ locale, area: 'trainingMail', kind, values, quotes, link: at(path) })
  /** What it leaves without a right, if anything. */
  const left = async () => {
    const codes = [...new Set((await refusedFor(to.id, now)).map((each) => each.code))]
    return codes.length === 0 ? null : t('trainingMail.bookings', { count: codes.length, codes: formatList(codes, locale) })
  }
  switch (kind) {
    case 'qualification-suspended':
    case 'qualification-lifted':
    case 'qualification-revoked': {
      const held = await db.qualification.findUnique({
        where: { id: rightId },
        select: { reason: true, kindId: true, suspendedAt: true, revokedAt: true, resource: { select: { nameZh: true, nameEn: true } } },
      })
      if (held === null) return null
      const state = held.revokedAt !== null ? 'revoked' : held.suspendedAt !== null ? 'suspended' : 'lifted'
      if (kind !== `qualification-${state}`) return null
      const sort = held.resource === null && held.kindId !== null ? await db.resourceKind.findUnique({ where: { id: held.kindId }, select: { zh: true, en: true } }) : null
      const resource = held.resource ? nameOf(held.resource, locale) : bilingual(sort ?? { zh: held.kindId, en: held.kindId }, locale).text
      return write({ resource }, paths.training(), [held.reason, state === 'lifted' ? null : await left()])
    }
    case 'admission-revoked': {
      const held = await db.safetyAdmission.findUnique({
        where: { id: rightId },
        select: { reason: true, revokedAt: true, university: { select: { nameZh: true, nameEn: true } }, lab: { select: { nameZh: true, nameEn: true } }, room: { select: { buildingZh: true, buildingEn: true, number: true } } },
      })
      if (held === null || held.revokedAt === null) return null
      const { university, lab, room } = held
      const place = university ?? lab
      const where = place ? nameOf(place, locale) : [bilingual({ zh: room?.buildingZh ?? null, en: room?.buildingEn ?? null }, locale).text, room?.number].filter(Boolean).join(' ')
      return write({ place: where }, paths.training(), [held.reason, await left()])
    }
    case 'certificate-verified':
    case 'certificate-refused':
    case 'certificate-withdrawn': {
      const held = await db.certificate.findUnique({ where: { id: rightId }, select: { kind: true, number: true, reason: true, verifiedAt: true, refusedAt: true, validUntil: true } })
      if (held === null || (kind === 'certificate-verified') !== (held.refusedAt === null)) return null
      const values = { certificate: t(`training.certificate.${held.kind}`), number: held.number, until: formatPlainDate(held.validUntil.toISOString().slice(0, 10), locale, now) }
      return write(values, paths.certificates(), kind === 'certificate-verified' ? [] : [held.reason, kind === 'certificate-withdrawn' ? await left() : null])
    }
    case 'bookings-refused': {
      const person = await db.person.findUnique({ where: { id: rightId }, select: { nameZh: true, nameEn: true, email: true } })
      const codes = [...new Set((await refusedFor(rightId, now)).filter((each) => each.labId === order.labId).map((each) => each.code))]
      if (person === null || codes.length === 0) return null
      return write({ person: nameOf(person, locale), count: codes.length, codes: formatList(codes, locale) }, paths.manageQualifications(), [])
    }
  }
}
