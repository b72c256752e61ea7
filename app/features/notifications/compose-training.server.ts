import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import { isInForce, lapsesAt } from '~/domain/eligibility/qualification'
import { plainDateOf } from '~/domain/time/zone'
import type { TrainingMailOrder } from '~/features/jobs/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatPeriod, formatPlainDate } from '~/i18n/format'
import { defaultTimeZone, type Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

type Reader = { id: string; locale: Locale }
type Named = { nameZh: string | null; nameEn: string | null }

const nameOf = (one: Named, locale: Locale) => bilingual({ zh: one.nameZh, en: one.nameEn }, locale).text

/** A mail about a training, or about a right that came of one; null where it is no longer true. */
export async function composeTrainingMail(order: TrainingMailOrder, to: Reader, now: Date): Promise<Mail | null> {
  switch (order.kind) {
    case 'training-seat':
    case 'training-moved':
    case 'training-lost':
    case 'training-cancelled':
    case 'training-offered':
      return sessionMail(order, to, now)
    case 'admission-ending':
      return admissionMail(order, to, now)
    case 'certificate-ending':
      return certificateMail(order, to, now)
    default:
      return qualificationMail(order, to, now)
  }
}

const write = (order: TrainingMailOrder, { locale }: Reader, values: Record<string, string | number>, path: string) =>
  notice({ locale, area: 'trainingMail', kind: order.kind, values, link: `${env.BASE_URL}${path}` })

async function sessionMail(order: TrainingMailOrder, to: Reader, now: Date): Promise<Mail | null> {
  const { locale } = to
  const session = await db.trainingSession.findUnique({
    where: { id: order.recordId },
    select: {
      status: true, titleZh: true, titleEn: true, placeZh: true, placeEn: true, startsAt: true, endsAt: true, seats: true, resourceId: true,
      campus: { select: { nameZh: true, nameEn: true, timeZone: true, university: { select: { shortZh: true, abbr: true } } } },
      resource: { select: { nameZh: true, nameEn: true } },
      taken: { select: { personId: true, status: true } },
    },
  })
  if (session === null) return null
  const isCancelled = order.kind === 'training-cancelled'
  if (isCancelled !== (session.status === 'cancelled') || (!isCancelled && session.startsAt <= now)) return null
  const seat = session.taken.find((each) => each.personId === to.id)
  if ((order.kind === 'training-seat' || order.kind === 'training-moved') && seat?.status !== 'booked') return null
  if (order.kind === 'training-lost' && seat?.status !== 'cancelled') return null
  const isFull = session.taken.filter((each) => each.status !== 'cancelled').length >= session.seats
  if (order.kind === 'training-offered' && (isFull || seat?.status === 'booked')) return null
  const { campus } = session
  const place = bilingual({ zh: session.placeZh, en: session.placeEn }, locale).text
  const campusName = bilingual({ zh: `${campus.university.shortZh} ${campus.nameZh}`, en: `${campus.university.abbr} ${campus.nameEn}` }, locale).text
  const values = {
    title: bilingual({ zh: session.titleZh, en: session.titleEn }, locale).text,
    when: formatPeriod({ start: session.startsAt, end: session.endsAt }, { locale, timeZone: campus.timeZone, now }),
    where: [campusName, place].filter(Boolean).join(' · '),
    resource: session.resource ? nameOf(session.resource, locale) : '',
  }
  const path = order.kind === 'training-offered' && session.resourceId !== null ? paths.resource(session.resourceId) : paths.training()
  return write(order, to, values, path)
}

async function qualificationMail(order: TrainingMailOrder, to: Reader, now: Date): Promise<Mail | null> {
  const { locale } = to
  const held = await db.qualification.findUnique({
    where: { id: order.recordId },
    include: { resource: { select: { nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
  })
  if (held === null) return null
  const endsAt = lapsesAt(held)
  const isAnnounced = order.endsAt == null || order.endsAt.getTime() === endsAt?.getTime()
  const isTrue = {
    'qualification-granted': isInForce(held, now) && held.revokedAt === null,
    'qualification-ending': isAnnounced && isInForce(held, now) && held.revokedAt === null,
    'qualification-lapsed': isAnnounced && endsAt !== null && endsAt <= now && held.revokedAt === null,
  }[order.kind as 'qualification-granted']
  if (!isTrue) return null
  const kind = held.kindId === null ? null : await db.resourceKind.findUnique({ where: { id: held.kindId }, select: { zh: true, en: true } })
  const t = createTranslator(locale)
  const timeZone = held.resource?.campus.timeZone ?? defaultTimeZone
  const isIdle = endsAt !== null && endsAt.getTime() !== held.validUntil?.getTime()
  const values = {
    resource: held.resource ? nameOf(held.resource, locale) : kind ? bilingual(kind, locale).text : '',
    mode: t(`common.mode.${held.mode ?? 'self_operation'}`),
    // The last day of validity: its end is the midnight after.
    until: endsAt === null ? t('training.noEnd') : t('training.until', { day: formatDate(new Date(endsAt.getTime() - 1), { locale, timeZone, now }) }),
    day: endsAt === null ? '' : formatDate(new Date(endsAt.getTime() - 1), { locale, timeZone, now }),
    why: isIdle ? 'idle' : 'date',
    idleDays: held.idleDays ?? 0,
  }
  const path = held.resourceId === null ? paths.training() : paths.resource(held.resourceId)
  return write(order, to, values, path)
}

async function admissionMail(order: TrainingMailOrder, to: Reader, now: Date): Promise<Mail | null> {
  const { locale } = to
  const held = await db.safetyAdmission.findUnique({
    where: { id: order.recordId },
    select: {
      layer: true, validUntil: true, revokedAt: true, university: { select: { nameZh: true, nameEn: true } }, lab: { select: { nameZh: true, nameEn: true } },
      room: { select: { number: true, nameZh: true, nameEn: true } },
    },
  })
  if (held === null || held.revokedAt !== null || held.validUntil === null || held.validUntil <= now) return null
  const place = held.university ?? held.lab ?? { nameZh: held.room?.nameZh ?? held.room?.number ?? '', nameEn: held.room?.nameEn ?? null }
  const day = formatDate(new Date(held.validUntil.getTime() - 1), { locale, timeZone: defaultTimeZone, now })
  return write(order, to, { place: nameOf(place, locale), layer: held.layer, day }, paths.training())
}

async function certificateMail(order: TrainingMailOrder, to: Reader, now: Date): Promise<Mail | null> {
  const { locale } = to
  const held = await db.certificate.findUnique({ where: { id: order.recordId }, select: { kind: true, validUntil: true, verifiedAt: true } })
  const lastDay = held?.validUntil.toISOString().slice(0, 10)
  if (!held || held.verifiedAt === null || lastDay === undefined || lastDay < plainDateOf(now, defaultTimeZone)) return null
  return write(order, to, { kind: createTranslator(locale)(`training.certificate.${held.kind}`), day: formatPlainDate(lastDay, locale, now) }, paths.certificates())
}
