import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { ProblemNotices, ProblemText } from '~/features/catalogue/components/entry-problems'
import { EligibilityLines } from '~/features/people/eligibility/components/eligibility-lines'
import type { EligibilityView } from '~/features/people/eligibility/queries.server'
import { UseButtons } from '~/features/usage/machine/components/use-buttons'
import type { OwnUse } from '~/features/usage/machine/own.server'
import type { MachinePage, Session } from '~/features/usage/machine/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatDuration, formatPeriod, formatTime } from '~/i18n/format'
import type { Problem } from '~/domain/problem'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Props = {
  page: MachinePage
  /** Why the button that was just pressed was refused. */
  refused: readonly Problem[]
  eligibility: EligibilityView | null
  /** Until when somebody had booked who is still there. */
  stillThere: Date | null
  now: Date
}

/** The page behind the code on the machine, made for a phone held in one hand. */
export function MachineView({ page, refused, eligibility, stillThere, now }: Props) {
  const t = useTranslations('usageMachine')
  const { machine, own, others, sessions } = page
  const { timeZone } = machine
  return (
    <div className="grid max-w-form gap-8">
      <ProblemNotices problems={refused} />
      {machine.status === 'retired' ? (
        <Notice tone="refused" title={t('retired')} action={<LinkButton size="small" to={paths.resources()}>{t('similar')}</LinkButton>}>{t('retiredBody')}</Notice>
      ) : own ? (
        <Section title={t('yours')}>
          <p className="text-lg font-medium tabular-nums"><Period start={own.start} end={own.end} {...{ timeZone, now }} /></p>
          {stillThere && own.status === 'not_started' ? <StillThere ended={stillThere} timeZone={timeZone} /> : null}
          <Standing use={own} timeZone={timeZone} now={now} />
          <UseButtons use={own} isBig />
          <Cannot use={own} {...{ eligibility, now }} hide={refused} />
          <p><Link className="underline underline-offset-4" to={paths.booking(own.bookingId)}>{t('details')}</Link></p>
        </Section>
      ) : (
        <NoBooking {...{ page, now }} />
      )}
      {machine.status !== 'retired' && own !== null && isOver(own) ? <NoBooking {...{ page, now }} /> : null}
      {others.length > 0 ? (
        <Section title={t('otherYours')}>
          <ul className="grid gap-3">
            {others.map((use) => (
              <li key={use.itemId} className="flex flex-wrap items-center justify-between gap-2">
                <Link className="tabular-nums underline underline-offset-4" to={paths.atMachine(machine.id, { item: use.itemId })}><Period start={use.start} end={use.end} {...{ timeZone, now }} /></Link>
                <UseButtons use={use} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t('who')}>
        {sessions.length === 0 ? <p className="text-muted">{t('nobody')}</p> : null}
        <ol className="grid gap-2">
          {sessions.map((each) => <SessionLine key={each.itemId} session={each} {...{ timeZone, now }} />)}
        </ol>
      </Section>
      <ButtonRow>
        {machine.status === 'retired' ? null : <LinkButton to={paths.reportFault(machine.id)}>{t('fault')}</LinkButton>}
        <LinkButton tone="quiet" to={paths.resource(machine.id)}>{bilingual({ zh: machine.nameZh, en: machine.nameEn }, useLocale()).text}</LinkButton>
      </ButtonRow>
    </div>
  )
}

const isOver = ({ status }: OwnUse) => status === 'completed' || status === 'no_show'

function Period({ start, end, timeZone, now }: { start: Date; end: Date; timeZone: string; now: Date }) {
  return <>{formatPeriod({ start, end }, { locale: useLocale(), timeZone, now })}</>
}

export function StillThere({ ended, timeZone }: { ended: Date; timeZone: string }) {
  const t = useTranslations('usageMachine')
  return <Notice tone="warn">{t('stillThere', { at: formatTime(ended, { locale: useLocale(), timeZone }) })}</Notice>
}

/** How a use stands, in a sentence. */
function Standing({ use, timeZone, now }: { use: OwnUse; timeZone: string; now: Date }) {
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const at = (instant: Date) => formatDateTime(instant, { locale, timeZone, now })
  const { status, may, startedAt, heldUntil, lateUntil, isRequired } = use
  if (status === 'in_use') return now >= use.end ? <Notice tone="warn">{t('runningOver', { at: at(use.end) })}</Notice> : <p>{t('running', { at: startedAt ? at(startedAt) : '' })}</p>
  if (status === 'completed') return <p>{use.isMeasured ? t('ended', { used: formatDuration(Math.round(use.usedSeconds / 60), locale) }) : t('assumed')}</p>
  if (status === 'no_show') return <Notice tone="warn">{t('noShow')}</Notice>
  if (now >= use.end) return <p>{t('passed')}</p>
  return (
    <div className="grid gap-1">
      {now < use.opensAt ? <p>{t('opens', { at: at(use.opensAt) })}</p> : may.in ? <p>{t('ready')}</p> : null}
      <p className="text-muted">
        {!isRequired ? (may.late ? t('heldOptional') : null) : may.late ? t('heldLate', { at: at(heldUntil), until: at(lateUntil) }) : t('held', { at: at(heldUntil) })}
      </p>
    </div>
  )
}

/** Why one cannot check in, in words and with the way out. */
function Cannot({ use, eligibility, hide, now }: { use: OwnUse; eligibility: EligibilityView | null; hide: readonly Problem[]; now: Date }) {
  const t = useTranslations('usageMachine')
  const said = use.problems.filter(({ code }) => code !== 'use_too_early' && !hide.some((each) => each.code === code))
  const isUnfit = use.problems.some(({ code }) => code !== 'use_too_early' && code !== 'use_over' && code !== 'state_forbids')
  if (said.length === 0 && !isUnfit) return null
  return (
    <Notice tone="refused" title={t('cannot')}>
      {said.map((each) => <p key={each.code}><ProblemText problem={each} /></p>)}
      {isUnfit && eligibility ? <EligibilityLines view={eligibility} resourceId={use.resourceId} now={now} /> : null}
    </Notice>
  )
}

function NoBooking({ page, now }: { page: MachinePage; now: Date }) {
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const { machine, isFree, freeUntil, sessions, mayStop: _mayStop } = page
  const { timeZone } = machine
  const soonest = sessions.find(({ end }) => end > now)
  const start = isFree ? now : soonest?.end
  return (
    <Section title={t('noBooking')}>
      <p>{!isFree ? t('taken') : freeUntil ? t('freeUntil', { at: formatDateTime(freeUntil, { locale, timeZone, now }) }) : t('free')}</p>
      <ButtonRow>
        <LinkButton tone={isFree ? 'primary' : 'secondary'} to={paths.book(machine.id, { start: start?.toISOString() })}>{t('bookNow')}</LinkButton>
        <LinkButton to={paths.lab(machine.labId)}>{t('askLab')}</LinkButton>
      </ButtonRow>
    </Section>
  )
}

function SessionLine({ session, timeZone, now }: { session: Session; timeZone: string; now: Date }) {
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const { start, end, startedAt, isRunning, isOwn, nameZh, nameEn, universityZh, universityEn } = session
  const time = (at: Date) => formatTime(at, { locale, timeZone })
  const university = bilingual({ zh: universityZh, en: universityEn }, locale).text
  const who = isOwn ? t('you') : bilingual({ zh: nameZh, en: nameEn }, locale).text || (university ? t('somebodyOf', { university }) : t('somebody'))
  const isNow = isRunning || start <= now
  const state = isRunning && end <= now ? t('overtime', { at: time(end) }) : isRunning && startedAt ? t('since', { at: time(startedAt) }) : isNow ? t('notIn') : null
  return (
    <li className="grid gap-x-4 border-l-2 border-line pl-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
      <span className="tabular-nums"><strong className="font-medium">{isNow ? t('now') : t('next')}</strong> · <Period {...{ start, end, timeZone, now }} /></span>
      <span>{who}{state ? <span className={isRunning && end <= now ? 'text-waiting' : 'text-muted'}> · {state}</span> : null}</span>
    </li>
  )
}
