import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerEnquiry } from '~/features/catalogue/enquiries/answer.server'
import { ENQUIRY_PAGE, enquiryFigures, type EnquiryView, listEnquiries } from '~/features/catalogue/enquiries/queries.server'
import { answerSchema, ENQUIRY_FILTERS } from '~/features/catalogue/enquiries/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatDateTime, formatHours } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'
import { Tabs } from '~/ui/tabs'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'answer:enquiry')
  const { searchParams } = new URL(request.url)
  const now = new Date()
  const state = ENQUIRY_FILTERS.find((each) => each === searchParams.get('state')) ?? ('open' as const)
  const page = /^[1-9]\d{0,4}$/.test(searchParams.get('page') ?? '') ? Number(searchParams.get('page')) : 1
  const [found, figures] = await Promise.all([listEnquiries(actor, { state, page }, now), enquiryFigures(actor, now)])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('affiliations.enquiry.manageTitle') }), now, state, page, pages: Math.ceil(found.counts[state] / ENQUIRY_PAGE), figures, ...found }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'answer:enquiry')
  const answer = await answerForm(request, answerSchema, (input) => answerEnquiry(actor, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.manageEnquiries(), { tone: 'ok', key: 'affiliations.enquiry.answered' })
}

export default function ManageEnquiries() {
  const { items, counts, figures, state, page, pages, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('affiliations.enquiry')
  const manage = useTranslations('bookings.manage')
  const locale = useLocale()
  return (
    <Page title={t('manageTitle')} lead={t('manageLead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}>
      <Tabs
        label={t('tabs')}
        tabs={ENQUIRY_FILTERS.map((each) => ({
          to: paths.manageEnquiries({ state: each === 'open' ? null : each }), label: t(`tab.${each}`), count: counts[each], isCurrent: each === state,
        }))}
      />
      {reply && !items.some((each) => each.id === reply.values.id) ? <ReplyErrors reply={reply} labels={{}} /> : null}
      {items.length === 0 ? <EmptyState title={t('none')}>{t('noneHint')}</EmptyState> : null}
      <ul className="grid max-w-4xl gap-6">
        {items.map((enquiry) => (
          <Enquiry key={enquiry.id} enquiry={enquiry} reply={reply?.values.id === enquiry.id ? reply : null} now={now} />
        ))}
      </ul>
      <Pagination page={page} pages={pages} />
      {figures.length === 0 ? null : (
        <Section title={t('figures')}>
          <ul className="grid gap-1 text-sm text-muted tabular-nums">
            {figures.map((figure) => (
              <li key={figure.nameZh}>
                {t('figure', {
                  university: bilingual({ zh: figure.nameZh, en: figure.nameEn }, locale).text,
                  count: figure.count,
                  answered: figure.answered,
                  hours: figure.medianSeconds === null ? t('noMedian') : formatHours(figure.medianSeconds, locale),
                })}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}

function Enquiry({ enquiry, reply, now }: { enquiry: EnquiryView; reply: FormReply | null; now: Date }) {
  const t = useTranslations('affiliations.enquiry')
  const locale = useLocale()
  const nameOf = usePersonName()
  const { id, version, name, organisation, email, phone, question, answer, answeredAt, answeredBy, dueAt, resource, waitedSeconds } = enquiry
  const zoned = { locale, timeZone: defaultTimeZone, now }
  const isLate = answeredAt === null && dueAt <= now
  return (
    <li className="grid gap-2 border-b border-line pb-5">
      <p className="flex flex-wrap items-center gap-2">
        <Link to={paths.resource(resource.id)} className="font-medium underline decoration-line underline-offset-4">
          {bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text}
        </Link>
        {isLate ? <Status tone="refused">{t('late')}</Status> : null}
      </p>
      <p className="text-sm text-muted">
        {[
          t('asking', { name, organisation }),
          `${t('waitingSince')} ${formatHours(waitedSeconds, locale)}`,
          answeredAt === null ? `${t('due')} ${formatDateTime(dueAt, zoned)}` : null,
        ].filter(Boolean).join(' · ')}
      </p>
      <p className="text-sm text-muted">{t('contact')} <a href={`mailto:${email}`}>{email}</a>{phone ? ` · ${phone}` : ''}</p>
      <p className="max-w-reading whitespace-pre-line break-words">{question}</p>
      {answer && answeredAt ? (
        <div className="border-l-2 border-line pl-3">
          <p className="max-w-reading whitespace-pre-line break-words">{answer}</p>
          <p className="text-sm text-muted">{t('answeredBy', { name: answeredBy ? nameOf(answeredBy) : '', day: formatDate(answeredAt, zoned) })}</p>
        </div>
      ) : (
        <Form method="post" className="grid max-w-reading gap-2">
          <ReplyErrors reply={reply} labels={{}} />
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="version" value={version} />
          <TextareaField field={{ ...fieldOf(reply, 'answer'), id: `answer-${id}` }} label={t('write')} hint={t('writeHint')} rows={4} maxLength={4000} required />
          <div><SubmitButton size="small">{t('answerDo')}</SubmitButton></div>
        </Form>
      )}
    </li>
  )
}
