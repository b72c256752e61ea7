import { Form, Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Reason } from '~/domain/eligibility/judge'
import type { EligibilityView } from '~/features/people/eligibility/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatList, formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Status } from '~/ui/badge'

const link = 'text-accent underline underline-offset-4'

/** Reasons that the line above the list has said already. */
const SAID = ['not_in_service', 'by_contact_only', 'sign_in', 'affiliation_missing', 'booked_elsewhere', 'not_shared']

/** What is still due before one may use a resource, each with the way to it, and the trainings on offer. */
export function EligibilityLines({ view, resourceId, now }: { view: EligibilityView; resourceId: string; now: Date }) {
  const t = useTranslations('eligibility')
  const locale = useLocale()
  const reasons = view.reasons.filter((each) => !SAID.includes(each.code))
  const recognised = view.recognisedFrom === null ? null : view.universities[view.recognisedFrom]
  const notes = [
    recognised ? t('recognised', { university: bilingual(recognised, locale).text }) : null,
    view.needsDeclaration ? t('declaration') : null,
    view.forbidsLoneNight ? t('loneNight') : null,
  ].filter((each) => each !== null)
  const wantsTraining = reasons.some((each) => each.fix?.kind === 'training' || each.fix?.kind === 'introduction')
  if (reasons.length === 0 && notes.length === 0) return null
  return (
    <div className="mt-2 grid gap-2">
      {reasons.length > 0 ? (
        <ul aria-label={t('stepsTitle')} className="grid list-disc gap-1 pl-5">
          {reasons.map((reason, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- the reasons of one moment have no other name
            <li key={at}>
              <ReasonText reason={reason} universities={view.universities} now={now} /> <FixLink reason={reason} here={paths.resource(resourceId)} />
            </li>
          ))}
        </ul>
      ) : null}
      {wantsTraining ? <Trainings view={view} resourceId={resourceId} now={now} /> : null}
      {notes.map((note) => (
        <p key={note} className="text-sm text-muted">{note}</p>
      ))}
    </div>
  )
}

function ReasonText({ reason, universities, now }: { reason: Reason; universities: EligibilityView['universities']; now: Date }) {
  const t = useTranslations('eligibility')
  const modes = useTranslations('common.mode')
  const kinds = useTranslations('training.certificate')
  const locale = useLocale()
  switch (reason.code) {
    case 'general':
      return t('reason.general', { university: bilingual(universities[reason.universityId] ?? { zh: reason.universityId }, locale).text })
    case 'local': {
      const part = bilingual({ zh: reason.partZh, en: reason.partEn }, locale).text
      return part === '' ? t('reason.local') : t('reason.localPart', { part })
    }
    case 'commitment':
      return t('reason.commitment', { title: bilingual({ zh: reason.titleZh, en: reason.titleEn }, locale).text || 'none' })
    case 'certificate':
      return t('reason.certificate', { kind: kinds(reason.kind as 'laser'), state: reason.state })
    case 'qualification': {
      const mode = modes(reason.mode)
      const steps = reason.left.map(({ kind, count }) => t(`step.${kind}`, { count }))
      const what =
        reason.lost?.why === 'suspended' ? t('reason.suspended', { mode })
          : reason.lost?.why === 'lapsed' ? t('reason.lapsed', { mode, at: formatDate(reason.lost.at, { locale, timeZone: 'Asia/Shanghai', now }) })
            : t(reason.band === 'night' ? 'reason.qualificationNight' : 'reason.qualification', { mode })
      if (reason.lost?.why === 'suspended') return what
      if (reason.isComplete) return `${what} ${t('reason.complete')}`
      return steps.length > 0 ? `${what} ${t('reason.left', { steps: formatList(steps, locale) })}` : what
    }
    default:
      return t(`reason.${reason.code}`)
  }
}

/** Signing leads back to the resource. */
function FixLink({ reason: { fix }, here }: { reason: Reason; here: string }) {
  const t = useTranslations('eligibility.fix')
  if (fix?.kind === 'accept') return <Link to={paths.commitment(fix.documentId, { to: here })} className={link}>{t('accept')}</Link>
  if (fix?.kind === 'certificates') return <Link to={paths.certificates()} className={link}>{t('certificates')}</Link>
  if (fix?.kind === 'exam') return <Link to={paths.recognition()} className={link}>{t('exam')}</Link>
  return null
}

function Trainings({ view, resourceId, now }: { view: EligibilityView; resourceId: string; now: Date }) {
  const t = useTranslations('eligibility.fix')
  const locale = useLocale()
  return (
    <div className="grid gap-2">
      {view.sessions.length > 0 ? (
        <ul aria-label={t('sessions')} className="grid gap-1">
          {view.sessions.map((session) => {
            const title = bilingual({ zh: session.titleZh, en: session.titleEn }, locale).text
            return (
              <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span>{title}</span>
                <span className="tabular-nums text-muted">{formatPeriod({ start: session.startsAt, end: session.endsAt }, { locale, timeZone: session.timeZone, now })}</span>
                {session.mine === 'booked' ? (
                  <Status tone="ok">{t('booked')}</Status>
                ) : session.free === 0 ? (
                  <Status tone="muted">{t('full')}</Status>
                ) : (
                  <Form method="post" action={paths.training({ form: 'seat' })}>
                    <input type="hidden" name="to" value={paths.resource(resourceId)} />
                    <SubmitButton tone="secondary" size="small" name="sessionId" value={session.id} aria-label={t('seatOf', { title })}>{t('seat')}</SubmitButton>
                  </Form>
                )}
              </li>
            )
          })}
        </ul>
      ) : null}
      {view.hasAsked ? (
        <p><Status tone="waiting">{t('asked')}</Status></p>
      ) : (
        <Form method="post" action={paths.training({ form: 'ask' })}>
          <input type="hidden" name="to" value={paths.resource(resourceId)} />
          <SubmitButton tone="secondary" size="small" name="resourceId" value={resourceId}>{t('training')}</SubmitButton>
        </Form>
      )}
    </div>
  )
}
