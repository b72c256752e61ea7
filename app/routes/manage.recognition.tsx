import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { RecognitionTable } from '~/features/people/admission/components/recognition-table'
import { endRecognition, recognise, recognitionLabs, recognitionTable } from '~/features/people/admission/recognise.server'
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
  const actor = await requirePermission(request, 'manage:recognition')
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('training.recognition.manageTitle') }), now, ...(await tableAndLabs(actor, now)) }
}

async function tableAndLabs(actor: Actor, now: Date) {
  const [table, labs] = await Promise.all([recognitionTable(now), recognitionLabs(actor)])
  return { ...table, labs }
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

const PLAIN = ['localPartZh', 'localPartEn', 'note'] as const
const SIDES = ['fromUniversityId', 'toUniversityId', 'fromLabId', 'toLabId', 'fromResourceId', 'toResourceId'] as const

export default function ManageRecognition() {
  const { rows, universities, labs, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training.recognition')
  const locale = useLocale()
  const field = fieldsOf(answer)
  const form = useTranslations('common.form')
  const choicesOf = (list: { id: string; nameZh: string; nameEn: string | null }[]) => list.map((each) => ({ value: each.id, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))
  const choices = choicesOf(universities)
  const labels = Object.fromEntries((['layer', 'lastDay', ...SIDES, ...PLAIN] as const).map((name) => [name, t(name)]))
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
          <Sides legend={t('sides.general')}>
            <SelectField field={field('fromUniversityId')} label={t('fromUniversityId')} placeholder={form('choose')} choices={choices} />
            <SelectField field={field('toUniversityId')} label={t('toUniversityId')} placeholder={t('all')} choices={choices} />
          </Sides>
          <Sides legend={t('sides.local')}>
            <SelectField field={field('fromLabId')} label={t('fromLabId')} placeholder={form('choose')} choices={choicesOf(labs.given)} />
            <SelectField field={field('toLabId')} label={t('toLabId')} placeholder={form('choose')} choices={choicesOf(labs.taken)} />
          </Sides>
          <Sides legend={t('sides.qualification')}>
            <InputField field={field('fromResourceId')} label={t('fromResourceId')} hint={t('sideHint')} maxLength={100} autoComplete="off" required={false} />
            <InputField field={field('toResourceId')} label={t('toResourceId')} hint={t('sideHint')} maxLength={100} autoComplete="off" required={false} />
          </Sides>
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

/** What one layer asks for; the fields of the other layers stay empty. */
function Sides({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="grid items-start gap-4 border-t border-line pt-3 sm:grid-cols-2">
      <legend className="pr-2 text-sm text-muted">{legend}</legend>
      {children}
    </fieldset>
  )
}
