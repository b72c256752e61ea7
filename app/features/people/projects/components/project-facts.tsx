import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { secondsLeft } from '~/domain/people/project'
import { useName } from '~/features/people/groups/components/entry'
import type { ProjectPage } from '~/features/people/projects/queries.server'
import { formatHours, formatPercent, formatPlainDate } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { DataList, Stat } from '~/ui/data-list'

/** What a project is, who carries it, and who pays. */
export function ProjectFactList({ project, now }: { project: ProjectPage; now: Date }) {
  const t = useTranslations('groups')
  const locale = useLocale()
  const name = useName()
  const { values } = project
  const day = (date: string) => formatPlainDate(date, locale, now)
  const term = ({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }) => {
    if (startsOn !== null && endsOn !== null) return `${day(startsOn)} – ${day(endsOn)}`
    if (startsOn !== null) return t('project.from', { date: day(startsOn) })
    return endsOn === null ? null : t('project.until', { date: day(endsOn) })
  }
  const lines = (list: readonly { key: string; text: string; mark?: string }[]) =>
    list.length === 0 ? null : <ul>{list.map(({ key, text, mark }) => <li key={key}>{text} {mark ? <Badge>{mark}</Badge> : null}</li>)}</ul>
  return (
    <DataList
      items={[
        { label: t('column.group'), value: <Link className="underline decoration-line underline-offset-4" to={paths.group(project.group.id)}>{name(project.group)}</Link> },
        { label: t('field.number'), value: values.number },
        { label: t('field.fundingSource'), value: values.fundingSource },
        { label: t('field.level'), value: values.level },
        { label: t('field.discipline'), value: values.discipline },
        { label: t('project.term'), value: term(values) },
        {
          label: t('project.partners'),
          value: lines(project.partners.map((each) => ({ key: each.id, text: name(each), mark: each.isLead ? t('project.lead') : each.isOutside ? t('project.outside') : undefined }))),
        },
        { label: t('project.payers'), value: lines(project.payers.map(({ name: payer, share }, at) => ({ key: String(at), text: `${name(payer)} ${formatPercent(share / 10_000, locale)}` }))) },
      ]}
    />
  )
}

type Hours = readonly { year: number; seconds: number }[]

/** Hours booked and used, against the year's quota and the budget. */
export function ProjectHourStats({ project, hours, year }: { project: ProjectPage; hours: Hours; year: number }) {
  const t = useTranslations('groups.hours')
  const locale = useLocale()
  const { yearlySeconds, budgetSeconds } = project.values
  const thisYear = hours.find((each) => each.year === year)?.seconds ?? 0
  const total = hours.reduce((sum, each) => sum + each.seconds, 0)
  const of = (limit: number | null, used: number) => {
    const left = secondsLeft(limit, used)
    return limit === null || left === null ? t('unlimited') : t('left', { left: formatHours(left, locale), limit: formatHours(limit, locale) })
  }
  return (
    <div className="flex flex-wrap gap-8">
      <Stat label={t('year', { year: String(year) })} value={formatHours(thisYear, locale)} note={of(yearlySeconds, thisYear)} />
      <Stat label={t('total')} value={formatHours(total, locale)} note={of(budgetSeconds, total)} />
    </div>
  )
}
