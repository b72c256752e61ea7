import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { DetailFields } from '~/features/usage/logbook/components/detail-fields'
import { UseFacts } from '~/features/usage/logbook/components/use-facts'
import { UsedHours, UseMark } from '~/features/usage/logbook/components/use-marks'
import { recordPage } from '~/features/usage/logbook/page.server'
import { checkForm, correctForm, DETAIL_FIELDS, OUTCOMES } from '~/features/usage/logbook/schema'
import { shownTimes, writeCorrection } from '~/features/usage/logbook/tell.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatDuration, formatPeriod, formatTimeRange } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const use = await recordPage(actor, params.id ?? '', now)
  if (use === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageLogbook.detail.title') }), now, use, times: shownTimes(use), key: crypto.randomUUID() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requirePermission(request, 'record:use')
  const id = params.id ?? ''
  const use = await recordPage(actor, id, now)
  if (use === null) throw notFound()
  const to = new URL(request.url).searchParams.get('form')
  const answer = to === 'in' ? await answerCommand(request, checkForm, (input) => checkIn(actor, id, input, now))
    : to === 'out' ? await answerCommand(request, checkForm, (input) => checkOut(actor, id, input, now))
    : await answerCommand(request, correctForm, (input) => writeCorrection(actor, use, input, now))
  const done = to === 'in' ? 'check.inDone' : to === 'out' ? 'check.outDone' : 'correct.done'
  if (answer.ok) return redirectWithNotice(paths.use(id), { tone: 'ok', key: `usageLogbook.${done}` })
  const { reply, problems } = answer
  return data({ form: to === 'in' || to === 'out' ? ('check' as const) : ('correct' as const), reply, problems }, { status: 422 })
}

export default function Use() {
  const { use, now, key } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('usageLogbook')
  const locale = useLocale()
  const { record, timeZone } = use
  const zone = { locale, timeZone, now }
  return (
    <Page
      title={bilingual({ zh: use.resource.nameZh, en: use.resource.nameEn }, locale).text}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {use.plan ? `${t('detail.booked')} ${formatPeriod(use.plan, zone)}` : t('detail.none')}
          <UseMark use={{ status: record.status, startSource: record.startSource ?? 'assumed', endSource: record.endSource, isAssumed: record.startSource === 'assumed' }} />
        </span>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.uses({ resource: use.resource.id }), label: t('title') }]} />}
    >
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="grid gap-8">
          <Summary />
          {use.can.checkIn || use.can.checkOut ? (
            <Section title={t('check.title')}>
              <CommandErrors answer={answer?.form === 'check' ? answer : null} labels={{}} />
              <Form method="post" action={paths.use(use.id, { form: use.can.checkOut ? 'out' : 'in' })}>
                <input type="hidden" name="key" value={key} />
                <SubmitButton>{t(use.can.checkOut ? 'check.out' : 'check.in')}</SubmitButton>
              </Form>
            </Section>
          ) : null}
        </div>
        <Section title={t('correct.title')}>
          {use.can.correct ? <Correct answer={answer?.form === 'correct' ? answer : null} /> : <Notice tone="info">{t(use.can.isOwn ? 'correct.own' : 'correct.tooEarly')}</Notice>}
        </Section>
      </div>
      <Section title={t('detail.factsTitle')}><UseFacts use={use} now={now} /></Section>
    </Page>
  )
}

function Summary() {
  const { use, now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const d = useTranslations('usageLogbook.detail')
  const locale = useLocale()
  const name = usePersonName()
  const { record, timeZone, kinds, external } = use
  const at = (instant: Date) => formatDateTime(instant, { locale, timeZone, now })
  const told = (instant: Date | null, source: typeof record.startSource) => (instant && source ? `${at(instant)} · ${t(`source.${source}`)}` : null)
  const length = (seconds: number) => formatDuration(Math.round(seconds / 60), locale)
  const { split } = record
  return (
    <DataList
      items={[
        { label: d('person'), value: `${name(use.person)} · ${use.person.email}` },
        { label: d('booking'), value: use.booking ? <Link to={paths.booking(use.booking.id)} className="underline underline-offset-4">{use.booking.code}</Link> : d('none') },
        { label: d('started'), value: told(record.startsAt, record.startSource) },
        { label: d('ended'), value: told(record.endsAt, record.endSource) },
        { label: d('stretches'), value: record.spells.length > 1 ? record.spells.map((each) => formatTimeRange(each, { locale, timeZone })).join(' · ') : null },
        { label: d('length'), value: record.isVoid ? d('voided') : record.usedSeconds > 0 ? <UsedHours seconds={record.usedSeconds} isAssumed={record.startSource === 'assumed'} /> : null },
        {
          label: d('parts'),
          value: record.usedSeconds > 0 && split.measuring !== record.usedSeconds
            ? d('partsText', { warmUp: length(split.warmUp), measuring: length(split.measuring), post: length(split.post), standby: length(split.standby) })
            : null,
        },
        { label: d('operator'), value: `${use.operator ? `${name(use.operator)} · ` : ''}${t(`operation.${kinds.operation}`)}` },
        { label: t('fields.purpose'), value: t(`purpose.${kinds.purpose}`) },
        { label: t('fields.beneficiary'), value: t(`beneficiary.${kinds.beneficiary}`) },
        { label: d('samples'), value: record.details.samples },
        { label: d('remarks'), value: record.details.remarks },
        { label: d('external'), value: external ? d('externalText', { system: external.system, id: external.externalId }) : null },
      ]}
    />
  )
}

type Answer = Parameters<typeof fieldsOf>[0]

function Correct({ answer }: { answer: Answer }) {
  const { use, times, key } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const field = fieldsOf(answer)
  const { details } = use.record
  const minutes = (seconds: number | undefined) => (seconds === undefined ? undefined : String(Math.round(seconds / 60)))
  const labels = {
    startsAt: t('correct.startsAt'), endsAt: t('correct.endsAt'), outcome: t('correct.outcome'), reason: t('correct.reason'),
    ...Object.fromEntries(DETAIL_FIELDS.map((each) => [each, t(`fields.${each}`)])),
  }
  return (
    <Form method="post" action={paths.use(use.id, { form: 'correct' })} className="grid gap-4">
      <p className="text-muted">{t('correct.lead')}</p>
      <CommandErrors answer={answer} labels={labels} />
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="version" value={use.recordVersion ?? ''} />
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField field={field('startsAt', times.startsAt)} label={t('correct.startsAt')} type="datetime-local" required={false} />
        <InputField field={field('endsAt', times.endsAt)} label={t('correct.endsAt')} type="datetime-local" required={false} />
      </div>
      <SelectField
        field={field('outcome')} label={t('correct.outcome')} hint={t('correct.outcomeHint')} placeholder={t('correct.outcomeKeep')} required={false}
        choices={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
      />
      <DetailFields
        field={field}
        initial={{
          operatorEmail: use.operator?.email, operation: use.kinds.operation, purpose: use.kinds.purpose, beneficiary: use.kinds.beneficiary,
          samples: details.samples === undefined ? undefined : String(details.samples), warmUpMinutes: minutes(details.warmUpSeconds),
          measuringMinutes: minutes(details.measuringSeconds), postMinutes: minutes(details.postSeconds), remarks: details.remarks,
        }}
      />
      <TextareaField field={field('reason')} label={t('correct.reason')} hint={t('correct.reasonHint')} rows={2} maxLength={1000} required />
      <div><SubmitButton>{t('correct.button')}</SubmitButton></div>
    </Form>
  )
}
