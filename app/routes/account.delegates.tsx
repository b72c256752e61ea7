import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { dropDelegate } from '~/features/bookings/delegates/drop.server'
import { nameDelegate } from '~/features/bookings/delegates/name.server'
import { type DelegateView, delegatesOf } from '~/features/bookings/delegates/queries.server'
import { dropDelegateForm, MOST_DELEGATES, nameDelegateForm } from '~/features/bookings/delegates/schema'
import { readPosted } from '~/features/bookings/form'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { readForm, redirectWithNotice } from '~/platform/http'
import { paths, withQuery } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { InputField } from '~/ui/form-field'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, viewer.locale))
  return { pageTitle: t('common.pageTitle', { title: t('chains.delegates.title') }), now: new Date(), ...(await delegatesOf(viewer.actor)) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const body = await readForm(request)
  const refuse = (errors: Record<string, string[]>, values: Record<string, string>) => data({ errors, values }, { status: 422 })
  if (new URL(request.url).searchParams.get('do') === 'drop') {
    const posted = readPosted(body, dropDelegateForm)
    if (!posted.ok) return refuse(posted.errors, posted.values)
    await dropDelegate(actor, posted.value)
    return redirectWithNotice(paths.accountDelegates(), { tone: 'ok', key: 'chains.delegates.dropped' })
  }
  const posted = readPosted(body, nameDelegateForm)
  if (!posted.ok) return refuse(posted.errors, posted.values)
  const outcome = await nameDelegate(actor, posted.value, new Date())
  if (!outcome.ok) return refuse({ email: outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : 'invalid')) }, posted.values)
  return redirectWithNotice(paths.accountDelegates(), { tone: 'ok', key: 'chains.delegates.added' })
}

export default function Delegates() {
  const { mine, others, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const errors: Record<string, string[]> = reply?.errors ?? {}
  const t = useTranslations('chains.delegates')
  return (
    <div className="grid gap-8">
      <Section title={t('title')}>
        <p className="text-muted">{t('lead')}</p>
        {mine.length === 0 ? <p>{t('none')}</p> : <People people={mine} now={now} mayDrop />}
        {mine.length < MOST_DELEGATES ? (
          <Form method="post" action={paths.accountDelegates()} className="grid max-w-form gap-4" key={mine.length}>
            <FormErrors errors={Object.entries(errors).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
            <InputField field={{ id: 'email', name: 'email', errors: errors.email, initialValue: reply?.values.email }} label={t('email')} type="email" autoComplete="off" required />
            <ButtonRow><SubmitButton>{t('add')}</SubmitButton></ButtonRow>
          </Form>
        ) : (
          <p className="text-muted">{t('full', { count: MOST_DELEGATES })}</p>
        )}
      </Section>
      {others.length > 0 ? (
        <Section title={t('forOthers')}>
          <People people={others} now={now} />
        </Section>
      ) : null}
    </div>
  )
}

function People({ people, now, mayDrop = false }: { people: readonly DelegateView[]; now: Date; mayDrop?: boolean }) {
  const t = useTranslations('chains.delegates')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  return (
    <ul className="grid">
      {people.map(({ id, email, since, ...name }) => {
        const shown = bilingual(name, locale).text || email
        return (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2">
            <span className="min-w-0 break-words">
              {shown}
              <span className="block text-sm text-muted">{email} · {t('since', { date: formatDate(since, { locale, timeZone, now }) })}</span>
            </span>
            {mayDrop ? (
              <Form method="post" action={withQuery(paths.accountDelegates(), { do: 'drop' })}>
                <input type="hidden" name="id" value={id} />
                <SubmitButton tone="danger" size="small" aria-label={t('dropNamed', { name: shown })}>{t('drop')}</SubmitButton>
              </Form>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
