import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Outlet, useActionData, useLoaderData, useParams } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Problem } from '~/domain/problem'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { personName } from '~/features/bookings/components/booking-text'
import { InboxList } from '~/features/bookings/components/inbox-list'
import { decideSeries } from '~/features/bookings/series/decide.server'
import { inbox } from '~/features/bookings/inbox.server'
import { type PersonName, viewBookings } from '~/features/bookings/queries.server'
import { decisionInput } from '~/features/bookings/schema'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { problemMessage } from '~/i18n/problem-message'
import { createTranslator } from '~/i18n/translator'
import { readForm } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Button, ButtonRow, LinkButton } from '~/ui/button'
import { cx } from '~/ui/cx'
import { TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

const PAGE = 30
const BULK_FORM = 'decide-several'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const cursor = new URL(request.url).searchParams.get('cursor')
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('approvals.title') }),
    now,
    cursor,
    ...(await inbox(actor, { cursor, limit: PAGE }, now)),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Result = { person: PersonName; code: string } & ({ ok: true; status: string } | { ok: false; problems: Problem[] })

/** Decides several with one comment; each is told by itself, and one that is refused does not stop the others. */
export async function action({ request }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const form = await readForm(request)
  const chosen = form.getAll('chosen').flatMap((each) => {
    const [, id, version] = /^([0-9a-f-]{36}):(\d{1,9})$/.exec(String(each)) ?? []
    return id && version ? [{ id, version: Number(version) }] : []
  })
  const parsed = decisionInput.safeParse({ decision: form.get('decision'), comment: form.get('comment') ?? undefined })
  const comment = String(form.get('comment') ?? '')
  if (!parsed.success || chosen.length === 0 || chosen.length > PAGE) {
    return data({ results: [] as Result[], comment, isNothingChosen: chosen.length === 0 }, { status: 422 })
  }
  const views = await viewBookings(chosen.map((each) => each.id), now)
  const results: Result[] = []
  for (const { id, version } of chosen) {
    const outcome = await decideSeries(actor, id, { ...parsed.data, scope: 'all' }, { version, now })
    const booking = views.get(id)
    // Of what the reader may not decide nothing is told, not even whose it is.
    const isForeign = !outcome.ok && outcome.problems.some((each) => each.code === 'not_allowed')
    if (!booking || isForeign) continue
    const named = { person: booking.attendee, code: booking.code }
    results.push(outcome.ok ? { ...named, ok: true, status: outcome.value.status } : { ...named, ok: false, problems: outcome.problems })
  }
  return data({ results, comment: results.every((each) => each.ok) ? '' : comment, isNothingChosen: false })
}

export default function Approvals() {
  const { items, total, nextCursor, cursor, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const { id = null } = useParams()
  const t = useTranslations('approvals')
  const results = reply?.results ?? []
  return (
    <Page title={t('title')} lead={t('count', { count: total })}>
      {reply?.isNothingChosen ? (
        <Notice tone="warn" announce="now">
          {t('bulkNone')}
        </Notice>
      ) : null}
      {results.length > 0 ? <Results results={results} /> : null}
      {items.length === 0 && id === null ? (
        <EmptyState icon="inbox" title={t('emptyTitle')}>
          <p>{t('empty')}</p>
        </EmptyState>
      ) : (
        <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <div className={cx('grid gap-4', id !== null && 'max-lg:hidden')}>
            <InboxList items={items} currentId={id} formId={BULK_FORM} now={now} />
            <ButtonRow>
              {cursor ? <LinkButton size="small" to={paths.approvals()}>{t('first')}</LinkButton> : null}
              {nextCursor ? <LinkButton size="small" rel="next" to={paths.approvals({ cursor: nextCursor })}>{t('more')}</LinkButton> : null}
            </ButtonRow>
            {items.length > 1 ? <BulkForm comment={reply?.comment} /> : null}
          </div>
          <Outlet />
        </div>
      )}
    </Page>
  )
}

function BulkForm({ comment }: { comment?: string }) {
  const t = useTranslations('approvals')
  return (
    <Form method="post" id={BULK_FORM} action={paths.approvals()} className="grid gap-3">
      <h2>{t('bulkTitle')}</h2>
      <TextareaField field={{ id: 'bulk-comment', name: 'comment', initialValue: comment }} label={t('bulkComment')} hint={t('commentHint')} rows={2} maxLength={2000} />
      <ButtonRow>
        <Button type="submit" name="decision" value="approve">
          {t('bulkApprove')}
        </Button>
        <Button type="submit" name="decision" value="decline" tone="danger">
          {t('bulkDecline')}
        </Button>
      </ButtonRow>
    </Form>
  )
}

function Results({ results }: { results: readonly Result[] }) {
  const t = useTranslations()
  const locale = useLocale()
  const words: Record<string, 'resultApproved' | 'resultDeclined' | 'resultNext'> = { approved: 'resultApproved', declined: 'resultDeclined', pending: 'resultNext' }
  const context = { locale, timeZone: defaultTimeZone }
  return (
    <Notice tone={results.every((each) => each.ok) ? 'ok' : 'warn'} title={t('approvals.results')} announce="later">
      <ul>
        {results.map((each) => {
          const name = `${personName(each.person, locale)} (${each.code})`
          return (
            <li key={each.code}>
              {each.ok
                ? t(`approvals.${words[each.status] ?? 'resultNext'}`, { name })
                : t('approvals.resultRefused', { name, problem: each.problems.map((problem) => problemMessage(t, problem, context)).join(' ') })}
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}
