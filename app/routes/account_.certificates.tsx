import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { CERTIFICATE_KINDS } from '~/domain/eligibility/facts'
import { plainDateOf } from '~/domain/time/zone'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { addCertificate } from '~/features/people/admission/certificates.server'
import { HeldCertificates } from '~/features/people/admission/components/held-lists'
import { certificatesOf } from '~/features/people/admission/queries.server'
import { certificateForm } from '~/features/people/admission/schema'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf } from '~/features/people/training/components/reply-parts'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('training.certificates.title') }), now, today: plainDateOf(now, defaultTimeZone), rows: await certificatesOf(actor.personId, now) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const posted = await readForm(request)
  const scan = posted.get('file')
  const file = scan instanceof File && (scan.size > 0 || scan.name !== '') ? { name: scan.name, bytes: new Uint8Array(await scan.arrayBuffer()) } : null
  posted.delete('file')
  const texts = new Request(request.url, { method: 'POST', body: posted })
  const answer = await answerCommand(texts, certificateForm, (input) => addCertificate(actor, input, file, new Date()))
  if (!answer.ok) return data(answer, { status: 422 })
  return redirectWithNotice(paths.certificates(), { tone: 'ok', key: 'training.notice.certificateAdded' })
}

export default function Certificates() {
  const { rows, today, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const c = useTranslations('training.certificates')
  const form = useTranslations('common.form')
  const field = fieldsOf(answer)
  const labels = Object.fromEntries((['kind', 'number', 'issuer', 'validFrom', 'validUntil', 'file'] as const).map((name) => [name, c(name)]))
  return (
    <Page title={c('title')} lead={c('lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.training(), label: t('title') }]} />} action={<HelpLink topic="admission" />}>
      {rows.length === 0 ? <p className="text-muted">{c('none')}</p> : <HeldCertificates rows={rows} now={now} action={(row) => (row.fileId ? <a href={paths.certificateFile(row.id)} className="text-accent underline underline-offset-4">{t('admission.file')}</a> : null)} />}
      <Section title={c('add')}>
        <Form method="post" encType="multipart/form-data" className="grid max-w-form gap-4">
          <CommandErrors answer={answer} labels={labels} />
          <SelectField field={field('kind')} label={c('kind')} placeholder={form('choose')} choices={CERTIFICATE_KINDS.map((kind) => ({ value: kind, label: t(`certificate.${kind}`) }))} required />
          <InputField field={field('number')} label={c('number')} maxLength={80} autoComplete="off" required />
          <InputField field={field('issuer')} label={c('issuer')} maxLength={120} autoComplete="off" required={false} />
          <InputField field={field('validFrom')} label={c('validFrom')} type="date" required={false} />
          <InputField field={field('validUntil')} label={c('validUntil')} type="date" min={today} required />
          <InputField field={field('file')} label={c('file')} hint={c('fileHint')} type="file" accept="application/pdf,image/*" required />
          <div><SubmitButton>{c('add')}</SubmitButton></div>
        </Form>
      </Section>
    </Page>
  )
}
