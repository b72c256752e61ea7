import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerCalendar } from '~/features/bookings/previews/answer-calendar.server'
import { CalendarTable, DayForm, ImportForm, YearForm } from '~/features/bookings/previews/components/calendar-editor'
import { calendarDays, calendarYears, campusesOf, keptCalendars } from '~/features/scheduling/calendar/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

/** Whose calendar the address names, among those the actor keeps; the first of them where it names none. */
async function keeperOf(request: Request) {
  const actor = await requireActor(request)
  const calendars = await keptCalendars(actor)
  const query = new URL(request.url).searchParams
  const wanted = query.get('for')
  const keeper = calendars.find(({ id }) => (id ?? 'alliance') === wanted) ?? calendars[0]
  if (keeper === undefined) throw forbidden()
  const now = new Date()
  const year = Number(query.get('year') ?? now.getFullYear())
  return { actor, calendars, keeper, now, year: year >= 2020 && year <= 2099 ? Math.trunc(year) : now.getFullYear() }
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { calendars, keeper, now, year } = await keeperOf(request)
  const t = createTranslator(localeOfRequest(request))
  const [days, years, campuses] = await Promise.all([
    calendarDays(`${year}-01-01`, `${year + 1}-01-01`),
    calendarYears(now),
    keeper.id === null ? [] : campusesOf(keeper.id),
  ])
  return {
    pageTitle: t('common.pageTitle', { title: t('hours.calendar.title') }),
    calendars, keeper, year, campuses,
    years: years.includes(year) ? years : [...years, year],
    days: days.filter((day) => day.universityId === null || day.universityId === keeper.id),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const { actor, keeper, now, year } = await keeperOf(request)
  const answer = await answerCalendar(request, actor, keeper.id, now)
  if ('saved' in answer) return redirectWithNotice(paths.workingCalendar({ for: keeper.id ?? 'alliance', year }), { tone: 'ok', key: answer.saved })
  return data(answer, { status: answer.reply === null ? 200 : 422 })
}

const link = 'text-accent underline underline-offset-4'

export default function WorkingCalendar() {
  const { calendars, keeper, years, year, days, campuses } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('hours')
  const locale = useLocale()
  const nameOf = ({ zh, en }: { zh: string | null; en: string | null }) => (zh === null ? t('alliance') : bilingual({ zh, en: en ?? zh }, locale).text)
  const owners = [
    keeper.id === null ? { kind: 'alliance', id: '*', name: t('alliance') } : { kind: 'university', id: keeper.id, name: nameOf(keeper) },
    ...campuses.map((each) => ({ kind: 'campus', id: each.id, name: nameOf(each) })),
  ]
  return (
    <Page title={t('calendar.title')} lead={t('calendar.lead')}>
      <YearForm calendars={calendars} keeper={keeper} years={years} year={year} />
      <CalendarTable days={days} keeper={keeper} year={year} />
      <Section title={t('calendar.add')}><DayForm answer={answer} year={year} /></Section>
      <Section title={t('calendar.import')}><ImportForm answer={answer} /></Section>
      <Section title={t('calendar.hours')}>
        <p className="text-muted">{t('calendar.hoursLead')}</p>
        <ul className="grid gap-1">
          {owners.map(({ kind, id, name }) => (
            <li key={`${kind} ${id}`}>
              <Link to={paths.hoursOf(kind, id)} className={link}>{t('calendar.hoursOf', { name })}</Link>
              {kind === 'campus' ? null : <Link to={paths.rulesOf(kind, id)} className={`${link} ml-4`}>{t('calendar.rulesOf', { name })}</Link>}
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}
