import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm, type FormReply } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { displayName } from '~/features/catalogue/display-name'
import { FeedState } from '~/features/scheduling/feeds/components/feed-state'
import { feedPage } from '~/features/scheduling/feeds/queries.server'
import { readFeedSoon, removeFeed, saveFeed } from '~/features/scheduling/feeds/save.server'
import { FEED_INTERVALS, feedForm } from '~/features/scheduling/feeds/schema'
import { formatDuration, formatPeriod } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, notFound, redirectWithNotice } from '~/platform/http'
import { paths, withQuery } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { CheckboxField, InputField, SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale: stored } = await requireViewer(request)
  const actor = await requireActor(request)
  const page = await feedPage(actor, params.id ?? '', now)
  if (page === null) throw notFound()
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  const title = t('feeds.pageTitle', { name: displayName(page.resource, locale).text })
  return { pageTitle: t('common.pageTitle', { title }), now, ...page }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await feedPage(actor, id, now)) === null) throw notFound()
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'remove' || form === 'read') {
    const outcome = form === 'remove' ? await removeFeed(actor, id, now) : await readFeedSoon(actor, id)
    if (!outcome.ok) throw forbidden()
    return redirectWithNotice(paths.resourceFeed(id), { tone: 'ok', key: form === 'remove' ? 'feeds.removed' : 'feeds.readSoon' })
  }
  const answer = await answerForm(request, feedForm, (input) => saveFeed(actor, id, input, now))
  if (!answer.ok) return data<FormReply>(answer.reply, { status: 422 })
  return redirectWithNotice(paths.resourceFeed(id), { tone: 'ok', key: 'feeds.saved' })
}

export default function ResourceFeed() {
  const { resource, feed, clashes, closed, timeZone, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('feeds')
  const locale = useLocale()
  const period = (each: { startsAt: Date | string; endsAt: Date | string }) =>
    formatPeriod({ start: new Date(each.startsAt), end: new Date(each.endsAt) }, { locale, timeZone, now })
  return (
    <div className="grid gap-8">
      <p className="max-w-reading">{t('lead')} <HelpLink topic="ownSystem" /></p>
      {feed === null ? null : <FeedState feed={feed} closed={closed} timeZone={timeZone} now={now} action={withQuery(paths.resourceFeed(resource.id), { form: 'read' })} />}
      {feed === null ? null : (
        <Section title={t('clashes')}>
          {clashes.length === 0 ? (
            <p className="text-muted">{t('noClashes')}</p>
          ) : (
            <>
              <p className="max-w-reading">{t('clashesLead')}</p>
              <Table
                caption={t('clashes')}
                isCaptionHidden
                rows={clashes}
                rowKey={(clash) => clash.id}
                columns={[
                  { key: 'period', label: t('clashPeriod'), isRowHeader: true, cell: period },
                  {
                    key: 'bookings', label: t('clashBookings'),
                    cell: ({ bookings }) => (
                      <ul>
                        {bookings.map((booking) => (
                          <li key={`${booking.id}${String(booking.startsAt)}`}>
                            <Link to={paths.booking(booking.id)} className="underline underline-offset-4">
                              {booking.code}
                            </Link>{' '}
                            {period(booking)}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                ]}
              />
            </>
          )}
        </Section>
      )}
      <Section title={t('settings')}>
        <Form method="post" className="grid max-w-form gap-4" key={feed?.version ?? 0}>
          <ReplyErrors reply={reply} labels={{ url: t('url'), intervalMinutes: t('interval') }} />
          <input type="hidden" name="version" value={feed?.version ?? 0} />
          <InputField field={fieldOf(reply, 'url', feed?.url)} label={t('url')} hint={t('urlHint')} type="url" autoComplete="off" required />
          <SelectField
            field={fieldOf(reply, 'intervalMinutes', String(feed?.intervalMinutes ?? 15))}
            label={t('interval')}
            choices={FEED_INTERVALS.map((minutes) => ({ value: String(minutes), label: formatDuration(minutes, locale) }))}
          />
          <CheckboxField field={{ id: 'isEnabled', name: 'isEnabled', initialValue: feed?.isEnabled ?? true }} label={t('enabled')} />
          <div>
            <SubmitButton>{t('save')}</SubmitButton>
          </div>
        </Form>
        {feed === null ? null : (
          <Form method="post" action={withQuery(paths.resourceFeed(resource.id), { form: 'remove' })} className="grid justify-items-start gap-1">
            <SubmitButton tone="danger">{t('remove')}</SubmitButton>
            <p className="text-sm text-muted">{t('removeHint')}</p>
          </Form>
        )}
      </Section>
    </div>
  )
}
