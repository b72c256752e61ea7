import { randomUUID } from 'node:crypto'
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { type Actor, can } from '~/domain/access/permission'
import { requireViewer } from '~/features/auth/require.server'
import { takeAnswerFiles } from '~/features/bookings/answer-files/add.server'
import { elsewhere } from '~/features/bookings/alternatives.server'
import { refusalView, verdictView } from '~/features/bookings/checkbook.server'
import { ItemName, ItemPlace, PeriodText } from '~/features/bookings/components/booking-text'
import { ElsewhereList } from '~/features/bookings/components/elsewhere-list'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import { ProblemList, VerdictPanel } from '~/features/bookings/components/verdict-panel'
import { readInstant, readPosted, relocateForm, type VerdictView } from '~/features/bookings/form'
import { getBooking } from '~/features/bookings/queries.server'
import { checkRelocation, relocateBooking, type Relocation } from '~/features/bookings/relocate.server'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { foundResources } from '~/features/finder/search.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

async function movable(request: Request, id: string | undefined, now: Date) {
  const { actor, locale } = await requireViewer(request)
  const booking = await getBooking(actor, id ?? '', now)
  if (!booking?.target.ownerIds.includes(actor.personId) || !can(actor, 'cancel:booking', booking.target)) throw notFound()
  const [first, ...more] = booking.items
  if (!first?.startsAt || !first.endsAt || more.length > 0) throw redirectTo(paths.booking(booking.id))
  return { actor, booking, first, period: { start: first.startsAt, end: first.endsAt }, locale: localeOfRequest(request, locale) }
}

async function judged(actor: Actor, bookingId: string, to: Relocation, now: Date) {
  const outcome = await checkRelocation(actor, bookingId, to, now)
  if (!outcome.ok) return { verdict: refusalView(outcome.problems), givingUp: [], again: [] }
  const { verdict, ...rest } = outcome.value
  return { verdict: await verdictView(verdict), ...rest }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, booking, first, period, locale } = await movable(request, params.id, now)
  const t = createTranslator(locale)
  const query = new URL(request.url).searchParams
  const start = readInstant(query.get('start'), first.resource.timeZone) ?? period.start
  const end = readInstant(query.get('end'), first.resource.timeZone) ?? new Date(start.getTime() + period.end.getTime() - period.start.getTime())
  const id = query.get('resource') ?? ''
  const [own, wanted] = await Promise.all([
    foundResources(actor, [first.resource.id]),
    id === '' || id.includes('\0') || id === first.resource.id ? [] : foundResources(actor, [id]),
  ])
  const target = wanted[0] && { ...wanted[0], prices: undefined }
  const kind = own[0]?.kind
  return {
    pageTitle: t('common.pageTitle', { title: t('finding.elsewhere.title') }),
    now, booking, period,
    target: target ?? null,
    wished: { start, end },
    answer: target ? await judged(actor, booking.id, { resourceId: target.id, startsAt: start, endsAt: end }, now) : null,
    likes: target || !kind ? [] : await elsewhere(actor, { id: first.resource.id, kind }, period, now),
    key: randomUUID(),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Reply = { errors: Record<string, string[]>; values: Record<string, string>; verdict: VerdictView | null }

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const { actor, booking } = await movable(request, params.id, now)
  const body = await readForm(request)
  const asked = await currentQuestions(String(body.get('resource') ?? '').replaceAll('\0', ''))
  const fileErrors = await takeAnswerFiles(actor, body, [{ resourceId: String(body.get('resource')), questions: asked.questions }], now)
  const posted = readPosted(body, relocateForm)
  const answer = (reply: Partial<Reply>): Reply => ({ errors: {}, verdict: null, values: posted.values, ...reply })
  if (!posted.ok) return data(answer({ errors: posted.errors }), { status: 422 })
  if (Object.keys(fileErrors).length > 0) return data(answer({ errors: fileErrors }), { status: 422 })
  const { resource, start, end, version, key, answer: answers } = posted.value
  const outcome = await relocateBooking(actor, booking.id, { resourceId: resource, startsAt: start, endsAt: end }, { version, key, answers, now })
  if (!outcome.ok) return data(answer({ verdict: refusalView(outcome.problems) }), { status: 422 })
  const { id, status } = outcome.value
  return redirectWithNotice(paths.booking(id), { tone: 'ok', key: status === 'pending' ? 'finding.elsewhere.requested' : 'finding.elsewhere.moved' })
}

export default function BookElsewhere() {
  const { booking, period, target, wished, answer, likes, key, now } = useLoaderData<typeof loader>()
  const reply: Reply | undefined = useActionData<typeof action>()
  const t = useTranslations('finding.elsewhere')
  const words = useTranslations()
  const first = booking.items[0]
  if (!first) return null
  const { timeZone } = first.resource
  const verdict: VerdictView | undefined = reply?.verdict ?? answer?.verdict
  const again = target && answer ? answer.again : []
  // What is only not answered yet stands in nobody's way: it is asked below.
  const isUnanswered = again.length > 0 && (answer?.verdict.problems ?? []).every(({ code, severity }) => severity === 'warn' || code === 'answer_missing' || code === 'answer_invalid')
  const field = (name: string, initial?: string): FieldMeta => ({ id: name, name, errors: reply?.errors[name], initialValue: reply?.values[name] ?? initial })
  return (
    <Page
      width="form"
      title={t('title')}
      lead={t('lead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: words('bookings.title') }, { to: paths.booking(booking.id), label: booking.code }]} />}
    >
      <dl className="grid gap-4">
        <div>
          <dt className="text-sm text-muted">{t('now')}</dt>
          <dd className="grid">
            <ItemName resource={first.resource} />
            <span className="text-muted"><ItemPlace resource={first.resource} /></span>
            <PeriodText period={period} timeZone={timeZone} now={now} />
          </dd>
        </div>
        {target ? (
          <div>
            <dt className="text-sm text-muted">{t('then')}</dt>
            <dd className="grid font-medium">
              <ResourceName resource={target} />
              <span className="font-normal text-muted">
                <Bilingual value={{ zh: target.university.nameZh, en: target.university.nameEn }} /> · <Bilingual value={{ zh: target.campus.nameZh, en: target.campus.nameEn }} />
              </span>
              <PeriodText period={wished} timeZone={target.campus.timeZone} now={now} />
            </dd>
          </div>
        ) : null}
      </dl>
      {answer && answer.givingUp.length > 0 && target ? (
        <Notice tone="refused" title={t('lost')}><ProblemList problems={answer.givingUp} timeZone={timeZone} now={now} hasSlotButtons={false} /></Notice>
      ) : null}
      {target && verdict ? (
        <div aria-live="polite"><VerdictPanel verdict={verdict} timeZone={target.campus.timeZone} now={now} resourceId={target.id} hasSlotButtons={false} /></div>
      ) : null}
      {target ? (
        <Form method="post" encType={again.length > 0 ? 'multipart/form-data' : undefined} className="grid gap-5">
          <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
          {again.length > 0 ? <p className="text-waiting">{t('asked')}</p> : null}
          {again.map(({ resourceId, questions, answers }) => (
            <QuestionFields key={resourceId} questions={questions} field={(name, initial) => field(name, answers[name.replace('answer.', '')] ?? initial)} />
          ))}
          <input type="hidden" name="resource" value={target.id} />
          <input type="hidden" name="start" value={wished.start.toISOString()} />
          <input type="hidden" name="end" value={wished.end.toISOString()} />
          <input type="hidden" name="version" value={booking.version} />
          <input type="hidden" name="key" value={key} />
          <ButtonRow>
            {(answer?.verdict.ok || isUnanswered) && answer?.givingUp.length === 0 ? <SubmitButton>{t('confirm')}</SubmitButton> : null}
            <LinkButton to={paths.booking(booking.id)}>{t('keep')}</LinkButton>
            <LinkButton tone="quiet" to={paths.bookingElsewhere(booking.id)}>{t('another')}</LinkButton>
          </ButtonRow>
        </Form>
      ) : (
        <Section title={t('choose')}>
          {likes.length === 0 ? <p>{t('none')}</p> : (
            <ElsewhereList elsewhere={likes} now={now} to={(like, slot) => paths.bookingElsewhere(booking.id, { resource: like, start: slot.start.toISOString(), end: slot.end.toISOString() })} />
          )}
        </Section>
      )}
    </Page>
  )
}
