import type { Mail } from '#emails/compose'
import { notice } from '#emails/notice'
import { newSecret, secretHash } from '~/features/auth/facts.server'
import type { EnquiryMailOrder, NoticeMailOrder } from '~/features/jobs/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatDateTime, formatList, formatPeriod } from '~/i18n/format'
import { composeAssistance } from '~/features/notifications/compose-assistance.server'
import { composeUseNotice } from '~/features/notifications/compose-use.server'
import { composeConduct } from '~/features/notifications/compose-conduct.server'
import { composeIncident } from '~/features/notifications/compose-incident.server'
import { defaultTimeZone, type Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

type Reader = { id: string; email: string; locale: Locale }
type Named = { nameZh: string | null; nameEn: string | null; email?: string }

const at = (path: string) => `${env.BASE_URL}${path}`
const nameOf = (one: Named, locale: Locale) => bilingual({ zh: one.nameZh, en: one.nameEn }, locale).text || (one.email ?? '')
/** The last day of a term: its end is the midnight after. */
const lastDay = (endsAt: Date | null, locale: Locale, now: Date) =>
  endsAt === null ? '' : formatDate(new Date(endsAt.getTime() - 1), { locale, timeZone: defaultTimeZone, now })

/** A mail about an affiliation, a leaver, an enquiry; null where it is no longer true. */
export async function composeNotice(order: NoticeMailOrder, to: Reader, now: Date): Promise<Mail | null> {
  const { kind, subjectId } = order
  const { locale } = to
  const write = (values: Record<string, string | number>, path: string, quotes: (string | null)[] = []) =>
    notice({ locale, kind, values, quotes, link: at(path) })
  switch (kind) {
    case 'affiliation-waiting':
    case 'affiliation-confirmed':
    case 'affiliation-refused':
    case 'affiliation-changed':
    case 'affiliation-ended':
    case 'affiliation-ending': {
      const stay = await stayOf(subjectId)
      if (stay === null) return null
      const isGone = stay.endsAt !== null && stay.endsAt <= now
      if (kind === 'affiliation-waiting' ? stay.confirmedAt !== null || isGone : kind === 'affiliation-ending' && isGone) return null
      const values = {
        person: nameOf(stay.person, locale),
        university: nameOf(stay.university, locale),
        basis: createTranslator(locale)(`affiliations.basis.${stay.basis}`),
        until: lastDay(stay.endsAt, locale, now) || createTranslator(locale)('affiliations.open'),
      }
      const path = kind === 'affiliation-waiting' ? paths.managePeople({ state: 'waiting' }) : paths.accountAffiliations()
      return write(values, path, [kind === 'affiliation-ended' || kind === 'affiliation-refused' ? stay.endReason : null])
    }
    case 'affiliations-ending': {
      const university = await db.university.findUnique({ where: { id: subjectId }, select: { nameZh: true, nameEn: true } })
      const count = await db.affiliation.count({ where: { universityId: subjectId, endsAt: { gt: now, lte: new Date(now.getTime() + 30 * 86_400_000) } } })
      return university && count > 0 ? write({ university: nameOf(university, locale), count }, paths.managePeople({ state: 'ending' })) : null
    }
    case 'handovers-waiting': {
      const person = await db.person.findUnique({ where: { id: subjectId }, select: { nameZh: true, nameEn: true, email: true } })
      const open = await db.bookingHandover.findMany({ where: { personId: subjectId, status: 'open' }, select: { leavesAt: true } })
      if (person === null || open[0] === undefined) return null
      return write({ person: nameOf(person, locale), count: open.length, until: lastDay(open[0].leavesAt, locale, now) }, paths.handovers())
    }
    case 'booking-handed-over': {
      const booking = await db.booking.findUnique({ where: { id: subjectId }, select: { code: true, attendee: { select: { nameZh: true, nameEn: true, email: true } } } })
      return booking && write({ code: booking.code, person: nameOf(booking.attendee, locale) }, paths.bookings())
    }
    case 'enquiry-waiting': {
      const enquiry = await enquiryOf(subjectId)
      if (enquiry === null || enquiry.status !== 'open') return null
      const due = formatDateTime(enquiry.dueAt, { locale, timeZone: defaultTimeZone, now })
      return write({ resource: nameOf(enquiry.resource, locale), organisation: enquiry.organisation, due }, paths.manageEnquiries(), [enquiry.question])
    }
    case 'role-ending': {
      const grant = await db.roleGrant.findUnique({
        where: { id: subjectId },
        select: { role: true, endsAt: true, university: { select: { nameZh: true, nameEn: true } }, lab: { select: { nameZh: true, nameEn: true } } },
      })
      if (grant === null || grant.endsAt === null || grant.endsAt <= now) return null
      const t = createTranslator(locale)
      const over = grant.lab ?? grant.university
      const values = { role: t(`common.role.${grant.role}`), scope: over === null ? t('common.alliance') : nameOf(over, locale), until: lastDay(grant.endsAt, locale, now) }
      return write(values, paths.accountRights())
    }
    case 'resource-message': {
      const sent = await db.resourceMessage.findUnique({
        where: { id: subjectId },
        select: { body: true, startsAt: true, endsAt: true, resource: { select: { nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
      })
      if (sent === null) return null
      const period = formatPeriod({ start: sent.startsAt, end: sent.endsAt }, { locale, timeZone: sent.resource.campus.timeZone, now })
      return notice({ locale, area: 'outages.mail', kind, values: { resource: nameOf(sent.resource, locale), period }, quotes: [sent.body], link: at(paths.bookings()) })
    }
    case 'wait-offered': {
      const wait = await db.wait.findUnique({
        where: { id: subjectId },
        select: { id: true, status: true, startsAt: true, endsAt: true, offerExpiresAt: true, displacedId: true, also: true, resource: { select: { nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
      })
      if (wait === null || wait.status !== 'offered' || wait.offerExpiresAt === null || wait.offerExpiresAt <= now) return null
      const { timeZone } = wait.resource.campus
      const values = {
        resource: await namesOf(wait, locale),
        period: formatPeriod({ start: wait.startsAt, end: wait.endsAt }, { locale, timeZone, now }),
        until: formatDateTime(wait.offerExpiresAt, { locale, timeZone, now }),
      }
      return notice({ locale, kind, area: wait.displacedId === null ? 'waits.mail' : 'outages.mail', values, link: at(paths.wait(wait.id)) })
    }
    case 'offer-taken-back': {
      const wait = await db.wait.findUnique({
        where: { id: subjectId }, select: { startsAt: true, endsAt: true, also: true, resource: { select: { id: true, nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
      })
      if (wait === null || wait.startsAt <= now) return null
      const period = formatPeriod({ start: wait.startsAt, end: wait.endsAt }, { locale, timeZone: wait.resource.campus.timeZone, now })
      return notice({ locale, kind, area: 'outages.mail', values: { resource: await namesOf(wait, locale), period }, link: at(paths.resource(wait.resource.id)) })
    }
    case 'time-freed': {
      const alert = await db.freedAlert.findUnique({
        where: { id: subjectId }, select: { resource: { select: { id: true, nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
      })
      const { period } = order
      if (alert === null || period === undefined || period.end <= now) return null
      const { resource } = alert
      const values = {
        resource: nameOf(resource, locale),
        period: formatPeriod(period, { locale, timeZone: resource.campus.timeZone, now }),
      }
      const link = at(paths.book(resource.id, { start: period.start.toISOString() }))
      return notice({ locale, kind, area: 'waits.mail', values, link })
    }
    case 'assist-changed':
    case 'operator-changed':
      return composeAssistance(kind, subjectId, to, now)
    case 'use-still-running':
    case 'fault-reported':
      return composeUseNotice(kind, subjectId, locale, now)
    case 'conduct-found':
    case 'conduct-plea-decided':
    case 'conduct-warned':
    case 'conduct-proposed':
    case 'conduct-decided':
    case 'conduct-ended':
      return composeConduct(kind, subjectId, to, now)
    case 'incident-reported':
    case 'incident-closed':
      return composeIncident(kind, subjectId, to, now)
    case 'account-merged': {
      const gone = await db.person.findUnique({ where: { id: subjectId }, select: { email: true, mergedInto: { select: { email: true } } } })
      return gone?.mergedInto ? write({ gone: gone.email, kept: gone.mergedInto.email }, paths.login()) : null
    }
  }
}

/**
 * A mail to somebody who asked without an account. The link's secret is made here and lives in the mail
 * alone, so the newest mail has the link that opens.
 */
export async function composeEnquiryMail(order: EnquiryMailOrder, locale: Locale, now: Date): Promise<Mail | null> {
  const enquiry = await enquiryOf(order.enquiryId)
  if (enquiry === null || (order.kind === 'enquiry-received') !== (enquiry.status === 'open')) return null
  const secret = newSecret()
  await db.enquiry.update({ where: { id: order.enquiryId }, data: { keyHash: secretHash(secret) }, select: { id: true } })
  const values = {
    resource: nameOf(enquiry.resource, locale),
    due: formatDateTime(enquiry.dueAt, { locale, timeZone: defaultTimeZone, now }),
  }
  const quotes = order.kind === 'enquiry-answered' ? [enquiry.answer] : [enquiry.question]
  return notice({ locale, kind: order.kind, values, quotes, link: at(paths.enquiry(secret)) })
}

/** What is waited for: of a block all its resources. */
async function namesOf({ resource, also }: { resource: Named; also: string[] }, locale: Locale): Promise<string> {
  const others = also.length === 0 ? [] : await db.resource.findMany({ where: { id: { in: also } }, select: { nameZh: true, nameEn: true }, orderBy: { id: 'asc' } })
  return formatList([resource, ...others].map((each) => nameOf(each, locale)), locale)
}

const stayOf = (id: string) =>
  db.affiliation.findUnique({
    where: { id },
    select: {
      basis: true, endsAt: true, confirmedAt: true, endReason: true,
      person: { select: { nameZh: true, nameEn: true, email: true } },
      university: { select: { nameZh: true, nameEn: true } },
    },
  })

const enquiryOf = (id: string) =>
  db.enquiry.findUnique({
    where: { id },
    select: { status: true, question: true, answer: true, organisation: true, dueAt: true, resource: { select: { nameZh: true, nameEn: true } } },
  })
