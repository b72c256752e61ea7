import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useRevalidator } from '@remix-run/react'
import { useId, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import { addDays, datesBetween, isPlainDate, plainDateOf, startOfDay, startOfWeek, wallToInstant } from '~/domain/time/zone'
import { requireActor } from '~/features/auth/require.server'
import { getViewer } from '~/features/auth/session.server'
import { boardRows } from '~/features/bookings/board.server'
import { Board } from '~/features/bookings/components/board'
import type { CalendarMove } from '~/features/bookings/components/calendar-frame'
import { CalendarLegend } from '~/features/bookings/components/calendar-legend'
import { MovePanel } from '~/features/bookings/components/move-panel'
import { managedScope } from '~/features/catalogue/managed.server'
import { readPosted } from '~/features/bookings/form'
import { removeSelection } from '~/features/finder/selections/remove.server'
import { resourcesOfLab, selectionsOf } from '~/features/finder/selections/queries.server'
import { saveSelection } from '~/features/finder/selections/save.server'
import { MOST_SELECTED, selectionForm } from '~/features/finder/selections/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatPlainDate, formatTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { Field } from '~/ui/field'
import { Input } from '~/ui/input'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'

const ROWS_A_PAGE = 50

/** With `rows=all` everything stands on one page, to be printed or dragged across. */
const rowsAPage = (query: URLSearchParams) => (query.get('rows') === 'all' ? MOST_SELECTED : ROWS_A_PAGE)

async function shownIds(actor: Actor | null, query: URLSearchParams) {
  const selections = actor ? await selectionsOf(actor) : []
  // Nothing named: a manager's own lab.
  const isNamed = ['lab', 'selection', 'resource'].some((each) => query.has(each))
  const labId = isNamed || actor === null ? query.get('lab') : managedScope(actor, 'manage:resource').labIds[0]
  if (labId) {
    const { lab, ids } = await resourcesOfLab(actor, labId)
    return { selections, lab, selection: null, ids }
  }
  const selection = selections.find((each) => each.id === query.get('selection')) ?? null
  const named = query.getAll('resource').filter((id) => id !== '' && id.length <= 100 && !id.includes('\0') && id.isWellFormed())
  return { selections, lab: null, selection, ids: selection?.resourceIds ?? [...new Set(named)].slice(0, MOST_SELECTED) }
}

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const viewer = await getViewer(request)
  const actor = viewer?.actor ?? null
  const t = createTranslator(localeOfRequest(request, viewer?.locale))
  const query = new URL(request.url).searchParams
  const { selections, lab, selection, ids } = await shownIds(actor, query)
  const view = query.get('view') === 'week' ? ('week' as const) : ('day' as const)
  const asked = query.get('date') ?? ''
  const isReal = isPlainDate(asked) && asked >= '2000' && asked < '2100'
  const date = isReal ? asked : plainDateOf(now, defaultTimeZone)
  const first = view === 'week' ? startOfWeek(date) : date
  const last = addDays(first, view === 'week' ? 7 : 1)
  const window = { start: startOfDay(first, defaultTimeZone), end: startOfDay(last, defaultTimeZone) }
  const size = rowsAPage(query)
  const pages = Math.max(1, Math.ceil(ids.length / size))
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const ticks = view === 'week'
    ? datesBetween(window, defaultTimeZone).map((each) => startOfDay(each, defaultTimeZone))
    : Array.from({ length: 12 }, (_, at) => wallToInstant(first, at * 120, defaultTimeZone))
  return {
    pageTitle: t('common.pageTitle', { title: t('finding.board.title') }),
    now, window, view, date: first, ticks, page, pages, isWhole: size === MOST_SELECTED, ids, lab, selections,
    selection: selection && { id: selection.id, name: selection.name },
    isSignedIn: actor !== null,
    rows: await boardRows(actor, ids.slice((page - 1) * size, page * size), window, now),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const body = await readForm(request)
  if (body.get('intent') === 'remove') {
    await removeSelection(actor, String(body.get('selection') ?? ''))
    return redirectTo(paths.board())
  }
  const posted = readPosted(body, selectionForm)
  if (!posted.ok) return data({ errors: posted.errors, name: posted.values.name ?? '' }, { status: 422 })
  const saved = await saveSelection(actor, posted.value)
  if (!saved.ok) return data({ errors: { name: ['finding.tooManySelections'] }, name: posted.value.name }, { status: 422 })
  return redirectWithNotice(paths.board({ selection: saved.value.id }), { tone: 'ok', key: 'finding.board.saved' })
}

export default function BoardPage() {
  const { now, window, view, date, ticks, page, pages, isWhole, ids, rows, lab, selection } = useLoaderData<typeof loader>()
  const t = useTranslations('finding.board')
  const locale = useLocale()
  const [move, setMove] = useState<CalendarMove | null>(null)
  const { revalidate } = useRevalidator()
  const what = lab ? { lab: lab.id } : selection ? { selection: selection.id } : { resource: ids }
  const to = (next: { view?: string; date?: string; rows?: string | null }) => paths.board({ ...what, view, date, rows: isWhole ? 'all' : null, ...next })
  const step = view === 'week' ? 7 : 1
  const named = lab ? bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text : selection?.name
  const shown = view === 'week' ? t('weekOf', { day: formatPlainDate(date, locale) }) : formatPlainDate(date, locale)
  const label = (at: Date) => (view === 'week' ? formatDate(at, { locale, timeZone: defaultTimeZone }) : formatTime(at, { locale, timeZone: defaultTimeZone }))
  return (
    <Page title={t('title')} lead={named ? `${named} · ${shown}` : shown} action={<LinkButton to={paths.find()}>{t('find')}</LinkButton>}>
      <nav aria-label={t('period')} data-screen-only className="flex flex-wrap gap-2">
        <LinkButton size="small" to={to({ date: addDays(date, -step) })}>{t('previous')}</LinkButton>
        <LinkButton size="small" to={to({ date: undefined })}>{t('today')}</LinkButton>
        <LinkButton size="small" to={to({ date: addDays(date, step) })}>{t('next')}</LinkButton>
        {(['day', 'week'] as const).map((each) => (
          <LinkButton key={each} size="small" tone={view === each ? 'primary' : 'secondary'} to={to({ view: each })} aria-current={view === each ? 'true' : undefined}>{t(each)}</LinkButton>
        ))}
        {pages > 1 || isWhole ? (
          <LinkButton size="small" tone="quiet" to={to({ rows: isWhole ? null : 'all' })}>{isWhole ? t('inPages') : t('allRows', { count: ids.length })}</LinkButton>
        ) : null}
      </nav>
      {rows.length === 0 ? (
        <EmptyState icon="calendar" title={t('empty')} action={<LinkButton to={paths.find()}>{t('find')}</LinkButton>}><p>{t('emptyHint')}</p></EmptyState>
      ) : (
        <>
          <Board rows={rows} window={window} now={now} onMove={setMove} ticks={ticks.map((at) => ({ at, label: label(at) }))} />
          <CalendarLegend />
          <p className="text-sm text-muted" data-screen-only>{t('hint')}</p>
          <Pagination page={page} pages={pages} />
          <MovePanel
            move={move}
            timeZone={defaultTimeZone}
            onDone={() => { setMove(null); revalidate() }}
            onUndo={() => setMove(null)}
          />
        </>
      )}
      <Selections />
    </Page>
  )
}

/** What the person keeps, and a form that keeps what is shown. */
function Selections() {
  const { ids, selections, selection, isSignedIn } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('finding.board')
  const id = useId()
  if (!isSignedIn || (ids.length === 0 && selections.length === 0)) return null
  return (
    <div data-screen-only>
      <Section title={t('selections')}>
        {selections.length > 0 ? (
          <ul className="grid gap-1">
            {selections.map((each) => (
              <li key={each.id} className="flex flex-wrap items-center gap-x-3">
                <LinkButton size="small" tone="quiet" to={paths.board({ selection: each.id })} aria-current={each.id === selection?.id ? 'true' : undefined}>{each.name}</LinkButton>
                {each.resourceIds.length <= 5 ? (
                  <LinkButton size="small" tone="quiet" to={paths.find({ resource: each.resourceIds, view: 'together' })} aria-label={t('whenNamed', { name: each.name })}>{t('when')}</LinkButton>
                ) : null}
                <Form method="post" action={paths.board()}>
                  <input type="hidden" name="intent" value="remove" />
                  <input type="hidden" name="selection" value={each.id} />
                  <SubmitButton tone="quiet" size="small" aria-label={t('removeNamed', { name: each.name })}>{t('remove')}</SubmitButton>
                </Form>
              </li>
            ))}
          </ul>
        ) : null}
        {ids.length > 0 ? (
          <Form method="post" className="flex flex-wrap items-end gap-3">
            {ids.map((each) => <input key={each} type="hidden" name="resource" value={each} />)}
            <Field id={`${id}-name`} label={t('name')} required errors={reply?.errors.name}>
              {(control) => <Input {...control} name="name" maxLength={60} defaultValue={reply?.name ?? selection?.name ?? ''} />}
            </Field>
            <SubmitButton tone="secondary">{t('save')}</SubmitButton>
          </Form>
        ) : null}
      </Section>
    </div>
  )
}
