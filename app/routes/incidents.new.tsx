import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { INCIDENT_SEVERITIES } from '~/domain/incidents/severity'
import { instantToLocalDateTime } from '~/domain/time/zone'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf } from '~/features/people/training/components/reply-parts'
import { mayReport, placeNamed, placesToReport } from '~/features/usage/incidents/place.server'
import { reportIncident } from '~/features/usage/incidents/report.server'
import { reportForm } from '~/features/usage/incidents/schema'
import { bilingual } from '~/i18n/bilingual'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { RadioGroup } from '~/ui/choice'
import { InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const query = new URL(request.url).searchParams
  const asked = ['resource', 'room'].flatMap((kind) => (query.has(kind) ? [`${kind}:${queryText(query, kind, 100)}`] : []))[0] ?? ''
  const [choices, place] = await Promise.all([placesToReport(actor), asked === '' ? null : placeNamed(asked)])
  const named = place !== null && (await mayReport(actor, place)) ? { value: asked, nameZh: place.nameZh, nameEn: place.nameEn } : null
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('usageIncidents.report.title') }), key: crypto.randomUUID(), place: named?.value ?? '',
    places: named === null || choices.some(({ value }) => value === named.value) ? choices : [named, ...choices],
    now: instantToLocalDateTime(new Date(), place?.timeZone ?? defaultTimeZone),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const posted = await readForm(request)
  const sent = posted.get('photo')
  const photo = sent instanceof File && (sent.size > 0 || sent.name !== '') ? { name: sent.name, bytes: new Uint8Array(await sent.arrayBuffer()) } : null
  posted.delete('photo')
  const texts = new Request(request.url, { method: 'POST', body: posted })
  const answer = await answerCommand(texts, reportForm, (input) => reportIncident(actor, input, photo, new Date()))
  if (!answer.ok) return data({ reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.incident(answer.value.id), { tone: 'ok', key: 'usageIncidents.report.done' })
}

export default function NewIncident() {
  const { places, place, now, key } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('usageIncidents')
  const r = useTranslations('usageIncidents.report')
  const locale = useLocale()
  const field = fieldsOf(answer)
  const labels = Object.fromEntries((['place', 'at', 'severity', 'what', 'measures', 'photo'] as const).map((name) => [name, r(name)]))
  return (
    <Page title={r('title')} lead={r('lead')} width="form" breadcrumbs={<Breadcrumbs items={[{ to: paths.incidents(), label: t('title') }]} />}>
      {places.length === 0 ? (
        <EmptyState icon="alert" title={r('none')}><p>{r('noneHint')}</p></EmptyState>
      ) : (
        <Form method="post" encType="multipart/form-data" className="grid gap-4">
          <CommandErrors answer={answer} labels={labels} />
          <input type="hidden" name="key" value={key} />
          <SelectField field={field('place', place)} label={r('place')} placeholder={r('choose')} choices={places.map((each) => ({ value: each.value, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))} required />
          <InputField field={field('at', now)} label={r('at')} hint={r('atHint')} type="datetime-local" required />
          <RadioGroup
            name="severity" legend={r('severity')} errors={answer?.reply.errors.severity} defaultValue={answer?.reply.values.severity || 'near_miss'}
            choices={INCIDENT_SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`), hint: t(`severityHint.${value}`) }))}
          />
          <TextareaField field={field('what')} label={r('what')} rows={4} maxLength={4000} required />
          <TextareaField field={field('measures')} label={r('measures')} rows={2} maxLength={4000} required={false} />
          <InputField field={{ ...field('photo'), initialValue: undefined }} label={r('photo')} hint={r('photoHint')} type="file" accept="image/*" capture="environment" required={false} />
          <div><SubmitButton>{r('button')}</SubmitButton></div>
        </Form>
      )}
    </Page>
  )
}
