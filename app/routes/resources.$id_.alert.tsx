import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { readPosted } from '~/features/bookings/form'
import { AlertText } from '~/features/bookings/waits/components/wait-row'
import { dropAlert } from '~/features/bookings/waits/drop-alert.server'
import { alertForm, alertInputOf, clockOf } from '~/features/bookings/waits/form'
import { keepAlert } from '~/features/bookings/waits/keep-alert.server'
import { ownAlert } from '~/features/bookings/waits/queries.server'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { getResource } from '~/features/catalogue/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

/** What the form begins with. */
const USUAL = { minMinutes: 120, daysAhead: 14, fromMinute: 0, toMinute: 1440 }
const STEP_MINUTES = 30

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const resource = await getResource(params.id ?? '', actor)
  if (resource === null) throw notFound()
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  const { id, nameZh, nameEn, maker, model, kind, campus, status } = resource
  return {
    pageTitle: t('common.pageTitle', { title: t('waits.alert.pageTitle', { name: displayName(resource, locale).text }) }),
    now,
    resource: { id, nameZh, nameEn, maker, model, kind, campus },
    isActive: status === 'active',
    alert: await ownAlert(actor, id),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const resource = await getResource(params.id ?? '', actor)
  if (resource === null) throw notFound()
  const body = await readForm(request)
  if (body.get('intent') === 'drop') {
    await dropAlert(actor, resource.id)
    return redirectWithNotice(paths.waits(), { tone: 'ok', key: 'waits.notice.alertDropped' })
  }
  const posted = readPosted(body, alertForm)
  if (!posted.ok) return data({ errors: posted.errors, values: posted.values, problems: [] }, { status: 422 })
  const outcome = await keepAlert(actor, resource.id, alertInputOf(posted.value))
  if (!outcome.ok) return data({ errors: {}, values: posted.values, problems: outcome.problems }, { status: 422 })
  return redirectWithNotice(paths.waits(), { tone: 'ok', key: 'waits.notice.alertKept' })
}

export default function FreedAlert() {
  const { resource, alert, isActive, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('waits.alert')
  const { minMinutes, daysAhead, fromMinute, toMinute } = alert ?? USUAL
  const field = (name: string, initial: string): FieldMeta => ({
    id: name, name, errors: (reply?.errors as Record<string, string[]> | undefined)?.[name], initialValue: reply?.values[name] ?? initial,
  })
  const errors = Object.entries<string[]>(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))
  return (
    <Page
      width="form"
      title={t('title')}
      lead={
        <>
          <span className="block"><ResourceName resource={resource} /></span>
          <span className="block">{t('lead')}</span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.resource(resource.id), label: <ResourceName resource={resource} /> }]} />}
    >
      {alert ? <Notice tone="info"><AlertText alert={alert} /></Notice> : null}
      {isActive || alert ? (
        <Form method="post" className="grid gap-5">
          <FormErrors errors={errors} />
          {reply && reply.problems.length > 0 ? (
            <Notice tone="refused" announce="now"><ProblemList problems={reply.problems} timeZone={resource.campus.timeZone} now={now} hasSlotButtons={false} /></Notice>
          ) : null}
          <InputField field={field('minHours', String(minMinutes / 60))} label={t('minHours')} type="number" min={0.25} max={8784} step={0.25} inputMode="decimal" required />
          <InputField field={field('daysAhead', String(daysAhead))} label={t('daysAhead')} hint={t('daysHint')} type="number" min={1} max={366} step={1} required />
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField field={field('from', clockOf(fromMinute))} label={t('from')} choices={clocks(0, 1440 - STEP_MINUTES, clockOf(fromMinute))} />
            <SelectField field={field('to', clockOf(toMinute))} label={t('to')} choices={clocks(STEP_MINUTES, 1440, clockOf(toMinute))} />
          </div>
          <ButtonRow>
            {isActive ? <SubmitButton name="intent" value="keep">{alert ? t('save') : t('keep')}</SubmitButton> : null}
            {/* No field has to be right to end it. */}
            {alert ? <SubmitButton name="intent" value="drop" tone="secondary" formNoValidate>{t('drop')}</SubmitButton> : null}
            <LinkButton tone="quiet" to={paths.resource(resource.id)}>{t('cancel')}</LinkButton>
          </ButtonRow>
        </Form>
      ) : (
        <p>{t('notActive')}</p>
      )}
    </Page>
  )
}

/** The half hours of a day, and the one that is set should it lie between. */
function clocks(from: number, to: number, set: string) {
  const times = Array.from({ length: (to - from) / STEP_MINUTES + 1 }, (_, at) => clockOf(from + at * STEP_MINUTES))
  return (times.includes(set) ? times : [...times, set].toSorted()).map((each) => ({ value: each, label: each }))
}
