import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { Problem } from '~/domain/problem'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { PeriodText, useInstantText } from '~/features/bookings/components/booking-text'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { getBooking } from '~/features/bookings/queries.server'
import { takeAnswerFiles } from '~/features/bookings/answer-files/add.server'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import { answersForm, readPosted } from '~/features/bookings/form'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { askedAgain } from '~/features/bookings/waits/asked.server'
import { WaitedPlace, WaitParts } from '~/features/bookings/waits/components/wait-row'
import { WaitStatusBadge } from '~/features/bookings/waits/components/wait-status'
import { leaveWait } from '~/features/bookings/waits/leave.server'
import { getWait } from '~/features/bookings/waits/queries.server'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

/** Where the mail of an offer leads: accept it, decline it, or see where one stands. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const wait = await getWait(actor, params.id ?? '', now)
  if (wait === null) throw notFound()
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  return { pageTitle: t('common.pageTitle', { title: t('waits.pageTitle', { name: displayName(wait.resource, locale).text }) }), now, wait, again: await askedAgain(actor, wait.id, now) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

type Reply = { problems: Problem[]; errors: Record<string, string[]>; values: Record<string, string> }
const refusal = (reply: Partial<Reply>) => data<Reply>({ problems: [], errors: {}, values: {}, ...reply }, { status: 422 })

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const wait = await getWait(actor, params.id ?? '', now)
  if (wait === null) throw notFound()
  const body = await readForm(request)
  const intent = body.get('intent')
  if (intent === 'accept') {
    const errors = await takeAnswerFiles(actor, body, await askedAgain(actor, wait.id, now), now)
    const posted = readPosted(body, answersForm)
    const { values } = posted
    if (!posted.ok) return refusal({ errors: posted.errors, values })
    if (Object.keys(errors).length > 0) return refusal({ errors, values })
    const outcome = await acceptOffer(actor, wait.id, now, posted.value.answer)
    if (!outcome.ok) return refusal({ problems: outcome.problems, values })
    const booking = await getBooking(actor, outcome.value.id, now)
    const key = booking?.status === 'pending' ? 'acceptedAsks' : 'accepted'
    return redirectWithNotice(paths.booking(outcome.value.id), { tone: 'ok', key: `waits.notice.${key}` })
  }
  if (intent !== 'leave') throw badRequest()
  const outcome = await leaveWait(actor, wait.id, now)
  if (!outcome.ok) return refusal({ problems: outcome.problems })
  return redirectWithNotice(paths.waits(), { tone: 'ok', key: `waits.notice.${wait.status === 'offered' || wait.status === 'declined' ? 'declined' : 'left'}` })
}

export default function Wait() {
  const { wait, now, again } = useLoaderData<typeof loader>()
  const reply: Reply | undefined = useActionData<typeof action>()
  const t = useTranslations('waits')
  const { resource, status, offerExpiresAt, startsAt, endsAt } = wait
  const { timeZone } = resource.campus
  const instant = useInstantText(timeZone, now)
  const period = { start: startsAt, end: endsAt }
  const field = (name: string, initial?: string): FieldMeta => ({ id: name, name, errors: reply?.errors[name], initialValue: reply?.values[name] ?? initial })
  const from = startsAt > now ? startsAt.toISOString() : null
  const bookAgain = wait.parts.length > 0
    ? paths.bookChain({ resource: wait.parts.map((each) => each.resource.id), start: from })
    : paths.book(resource.id, from === null ? {} : { start: from, end: endsAt.toISOString() })
  return (
    <Page
      width="form"
      title={<ResourceName resource={resource} />}
      lead={
        <>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <PeriodText period={period} timeZone={timeZone} now={now} />
            <WaitStatusBadge status={status} />
            {resource.isIllustrative ? <IllustrativeMark /> : null}
          </span>
          <span className="block"><WaitedPlace resource={resource} /></span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.waits(), label: t('mine') }]} />}
    >
      {reply && reply.problems.length > 0 ? (
        <Notice tone="refused" announce="now">
          <ProblemList problems={reply.problems} timeZone={timeZone} now={now} hasSlotButtons={false} />
        </Notice>
      ) : null}
      <WaitParts parts={wait.parts} now={now} />
      {status === 'offered' && offerExpiresAt ? (
        <>
          <Notice tone="ok" title={t('offer')}>{t('until', { at: instant(offerExpiresAt) })}</Notice>
          <p>{t('offerLead')}</p>
        </>
      ) : null}
      {status === 'waiting' ? <p>{t('place', { before: wait.before })}</p> : null}
      {status === 'accepted' ? <p>{t('booked')}</p> : null}
      {status === 'declined' || status === 'withdrawn' || status === 'lapsed' ? <p>{t('over')}</p> : null}
      <Form method="post" encType={again.length > 0 ? 'multipart/form-data' : undefined} className="grid gap-5">
        {again.length > 0 ? (
          <>
            <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
            <p className="text-waiting">{t('askedAgain')}</p>
            {again.map(({ resourceId, questions, answers }) => (
              <QuestionFields key={resourceId} questions={questions} field={(name, initial) => field(name, answers[name.replace('answer.', '')] ?? initial)} />
            ))}
          </>
        ) : null}
        <ButtonRow>
          {status === 'offered' ? <SubmitButton name="intent" value="accept">{t('accept')}</SubmitButton> : null}
          {status === 'offered' || status === 'waiting' ? (
            <SubmitButton name="intent" value="leave" tone="secondary" formNoValidate>{status === 'offered' ? t('decline') : t('leave')}</SubmitButton>
          ) : null}
          {wait.bookingId ? <LinkButton tone="primary" to={paths.booking(wait.bookingId)}>{t('seeBooking')}</LinkButton> : null}
          {status === 'declined' || status === 'withdrawn' || status === 'lapsed' ? (
            <LinkButton to={bookAgain}>{t('again')}</LinkButton>
          ) : null}
        </ButtonRow>
      </Form>
    </Page>
  )
}
