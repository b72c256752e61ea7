import { Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Entry, Hold, Problem } from '~/domain/problem'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { ChangeTable } from '~/features/catalogue/components/change-list'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { problemMessage } from '~/i18n/problem-message'
import { paths } from '~/platform/paths'
import { Notice } from '~/ui/notice'

const link = 'text-accent underline underline-offset-4'

/** What is in the way of a change beyond its fields, with the way there; and what somebody else changed meanwhile. */
export function EntryProblems({ reply }: { reply: ListingReply | null }) {
  if (reply === null) return null
  return (
    <>
      {reply.conflict === null ? (
        <ProblemNotices problems={reply.problems} />
      ) : (
        <Conflict conflict={reply.conflict} />
      )}
    </>
  )
}

export function ProblemNotices({ problems }: { problems: readonly Problem[] }) {
  return problems.map((problem) => (
    <Notice key={problem.code} tone="refused" announce="now" title={<ProblemText problem={problem} />}>
      {problem.code === 'holds_in_the_way' ? <Holds holds={problem.params.holds} /> : null}
      {problem.code === 'entries_in_the_way' ? <Entries entries={problem.params.entries} /> : null}
    </Notice>
  ))
}

export function ProblemText({ problem }: { problem: Problem }) {
  const t = useTranslations()
  const locale = useLocale()
  const timeZone = useTimeZone() ?? 'Asia/Shanghai'
  return <>{problemMessage(t, problem, { locale, timeZone })}</>
}

function Holds({ holds }: { holds: readonly Hold[] }) {
  const t = useTranslations('listing.problem')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? 'Asia/Shanghai'
  return (
    <>
      <p>{t('move')}</p>
      <ul aria-label={t('holds')} className="mt-1 grid gap-0.5">
        {holds.map((hold, at) => {
          const { bookingId, code, cause, start, end } = hold
          const period = start && end ? formatPeriod({ start: new Date(start), end: new Date(end) }, { locale, timeZone }) : t('unscheduled')
          const name = code === null ? t('outage') : t(cause === 'offer' ? 'offer' : 'booking', { code })
          return (
            // oxlint-disable-next-line react/no-array-index-key -- one booking may hold several periods
            <li key={at} className="flex flex-wrap gap-x-3">
              {bookingId === null ? name : <Link to={paths.booking(bookingId)} className={link}>{name}</Link>}
              <span className="tabular-nums">{period}</span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const t = useTranslations('listing.problem')
  const locale = useLocale()
  return (
    <ul aria-label={t('entries')} className="mt-1 grid gap-0.5">
      {entries.map(({ id, zh, en }) => (
        <li key={id}>
          <Link to={paths.manageResource(id)} className={link}>{bilingual({ zh, en }, locale).text}</Link>
        </li>
      ))}
    </ul>
  )
}

function Conflict({ conflict }: { conflict: NonNullable<ListingReply['conflict']> }) {
  const t = useTranslations('listing.conflict')
  const { changes, names } = conflict
  return (
    <Notice tone="warn" announce="now" title={t('title')}>
      {Object.keys(changes).length === 0 ? (
        <p>{t('same')}</p>
      ) : (
        <>
          <p className="mb-2">{t('body')}</p>
          <ChangeTable caption={t('title')} changes={changes} names={names} from={t('theirs')} to={t('mine')} />
        </>
      )}
    </Notice>
  )
}
