import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { RecognitionTable } from '~/features/people/admission/components/recognition-table'
import { endRecognition, recognise, recognitionTable } from '~/features/people/admission/recognise.server'
import { endRowForm, recognitionForm } from '~/features/people/admission/schema'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  await requirePermission(request, 'manage:recognition')
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('training.recognition.manageTitle') }), now, ...(await recognitionTable(now)) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:recognition')
  const now = new Date()
  const isEnd = new URL(request.url).searchParams.get('form') === 'end'
  const answer = isEnd
    ? await answerCommand(request, endRowForm, (input) => endRecognition(actor, input, now))
    : await answerCommand(request, recognitionForm, (input) => recognise(actor, input, now))
  if (!answer.ok) return data({ reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.manageRecognition(), { tone: 'ok', key: `training.notice.${isEnd ? 'recognitionEnded' : 'recognised'}` })
}

const PLAIN = ['fromLabId', 'toLabId', 'fromResourceId', 'toResourceId', 'localPartZh', 'localPartEn', 'note'] as const

export default function ManageRecognition() {
  const { rows, universities, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training.recognition')
  const locale = useLocale()
  const field = fieldsOf(answer)
  const choices = universities.map((each) => ({ value: each.id, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))
  const labels = Object.fromEntries((['layer', 'fromUniversityId', 'toUniversityId', 'lastDay', ...PLAIN] as const).map((name) => [name, t(name)]))
  return (
    <Page title={t('manageTitle')} lead={t('manageLead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.recognition(), label: t('title') }]} />} action={<HelpLink topic="admission" />}>
      <RecognitionTable
        rows={rows}
        now={now}
        action={(row) => (
          <Form method="post" action={paths.manageRecognition({ form: 'end' })}>
            <input type="hidden" name="version" value={row.version} />
            <SubmitButton tone="danger" size="small" name="id" value={row.id} aria-label={t('endNamed', { name: row.from ? bilingual(row.from, locale).text : '' })}>{t('end')}</SubmitButton>
          </Form>
        )}
      />
      <Section title={t('add')}>
        <Form method="post" action={paths.manageRecognition()} className="grid max-w-form gap-4">
          <CommandErrors answer={answer} labels={labels} />
          <SelectField field={field('layer', 'general')} label={t('layer')} choices={(['general', 'local', 'qualification'] as const).map((layer) => ({ value: layer, label: t(layer) }))} />
          <SelectField field={field('fromUniversityId')} label={t('fromUniversityId')} placeholder="–" choices={choices} />
          <SelectField field={field('toUniversityId')} label={t('toUniversityId')} placeholder={t('all')} choices={choices} />
          {PLAIN.map((name) => (
            <InputField key={name} field={field(name)} label={t(name)} maxLength={200} autoComplete="off" required={false} />
          ))}
          <InputField field={field('lastDay')} label={t('lastDay')} type="date" required={false} />
          <div><SubmitButton>{t('addButton')}</SubmitButton></div>
        </Form>
      </Section>
    </Page>
  )
}
