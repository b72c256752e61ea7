import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { LossNotice } from '~/features/bookings/previews/components/loss-notice'
import { previewLoss } from '~/features/bookings/previews/rights.server'
import { withdrawVerification } from '~/features/people/admission/certificates.server'
import { useAdmissionName } from '~/features/people/admission/components/held-lists'
import { revokeAdmission } from '~/features/people/admission/grant.server'
import { heldAdmission, heldCertificate } from '~/features/people/admission/held.server'
import { revokeForm, withdrawForm } from '~/features/people/admission/schema'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { formatPlainDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

async function heldOf(actor: Actor, params: { kind?: string; id?: string }, now: Date) {
  const [kind, id] = [params.kind ?? '', params.id ?? '']
  const admission = kind === 'admission' ? await heldAdmission(actor, id) : null
  const certificate = kind === 'certificate' ? await heldCertificate(actor, id, now) : null
  const held = admission ?? certificate
  if (held === null) throw notFound()
  return { admission, certificate, held }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'grant:admission')
  const { admission, certificate, held } = await heldOf(actor, params, now)
  const t = createTranslator(localeOfRequest(request, locale))
  await noteReads(actor, [held.person.id], 'people', now)
  const state = admission ? (admission.revokedAt !== null ? 'revoked' : admission.validUntil !== null && admission.validUntil <= now ? 'lapsed' : 'running') : certificate!.state
  return {
    pageTitle: t('common.pageTitle', { title: t('training.held.title') }), now, admission, certificate, person: held.person, id: held.id, reason: held.reason, state,
    isMine: held.person.id === actor.personId,
    loss: await previewLoss(actor, { kind: admission ? 'admission' : 'certificate', id: held.id }, now),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requirePermission(request, 'grant:admission')
  const { admission, held } = await heldOf(actor, params, now)
  const answer = admission
    ? await answerCommand(request, revokeForm, (input) => revokeAdmission(actor, { id: held.id, ...input }, now))
    : await answerCommand(request, withdrawForm, (input) => withdrawVerification(actor, { id: held.id, ...input }, now))
  if (!answer.ok) return data({ reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.heldAdmissions(), { tone: 'ok', key: `training.notice.${admission ? 'revoked' : 'certificateWithdrawn'}` })
}

export default function HeldOne() {
  const { admission, certificate, person, id, reason, state, isMine, loss, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const h = useTranslations('training.held')
  const locale = useLocale()
  const admissionName = useAdmissionName()
  const kind = admission ? 'admission' : 'certificate'
  const isRunning = state === 'running' || state === 'verified'
  const what = admission ? admissionName(admission) : certificate ? `${t(`certificate.${certificate.kind}`)} · ${certificate.number}` : ''
  return (
    <Page title={usePersonName()(person)} lead={what} breadcrumbs={<Breadcrumbs items={[{ to: paths.heldAdmissions(), label: h('title') }]} />}>
      <DataList
        items={[
          { label: t('column.state'), value: <Status tone={isRunning ? 'ok' : state === 'lapsed' ? 'muted' : 'refused'}>{t(`state.${state as 'running' | 'verified'}`)}</Status> },
          { label: t('column.until'), value: admission ? <LastDay endsAt={admission.validUntil} now={now} /> : certificate ? formatPlainDate(certificate.lastDay, locale, now) : null },
          { label: h('issuer'), value: certificate?.issuer },
          { label: h('file'), value: certificate?.fileId ? <a href={paths.certificateFile(certificate.id)} className="text-accent underline underline-offset-4">{t('admission.file')}</a> : null },
          { label: t('qualifications.reason'), value: reason },
        ]}
      />
      <Section title={t('loss.title')}><LossNotice loss={loss} /></Section>
      {isRunning && !isMine ? (
        <Section title={h(`take.${kind}`)}>
          <Form method="post" action={paths.heldAdmission(kind, id)} className="grid max-w-form gap-4">
            <CommandErrors answer={answer} labels={{ reason: t('qualifications.reason') }} />
            {certificate ? <input type="hidden" name="version" value={certificate.version} /> : null}
            <InputField field={fieldsOf(answer)('reason')} label={t('qualifications.reason')} hint={h('reasonHint')} maxLength={500} autoComplete="off" required />
            <div><SubmitButton tone="danger">{h(`takeButton.${kind}`)}</SubmitButton></div>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}
