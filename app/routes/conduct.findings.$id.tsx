import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { EXCUSES } from '~/domain/conduct/kinds'
import { problem, refused } from '~/domain/problem'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { Evidence } from '~/features/usage/conduct/components/conduct-view'
import { findingPage } from '~/features/usage/conduct/pages.server'
import { plead } from '~/features/usage/conduct/plead.server'
import { pleaSchema } from '~/features/usage/conduct/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { SelectField, TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const finding = await findingPage(actor, params.id ?? '', now)
  if (finding === null) throw notFound()
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  const title = t('conduct.finding.title', { kind: t(`conduct.kind.${finding.kind}`), resource: bilingual(finding.resource, locale).text })
  return { pageTitle: t('common.pageTitle', { title }), title, now, finding }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const id = params.id ?? ''
  const finding = await findingPage(actor, id, now)
  if (finding === null || !finding.isOwn) throw notFound()
  const answer = await answerForm(request, pleaSchema, async (input) => {
    const outcome = await plead(actor, id, input, now)
    const isLate = !outcome.ok && outcome.problems.some(({ code }) => code === 'plea_too_late')
    return isLate ? refused(problem('field_invalid', { field: '', rule: 'conduct.rules.tooLate' })) : outcome
  })
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.conductFinding(id), { tone: 'ok', key: 'conduct.finding.sent' })
}

/** One finding: the facts that show it, what its person says, and what was decided. */
export default function Finding() {
  const { finding, title, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conduct')
  const locale = useLocale()
  const instant = (at: Date) => formatDateTime(at, { locale, timeZone: finding.resource.timeZone, now })
  const { said, person } = finding
  return (
    <Page
      title={title}
      lead={finding.isWithdrawn ? t('finding.gone') : t('finding.lead', { points: finding.points })}
      width="reading"
      breadcrumbs={<Breadcrumbs items={[finding.isOwn ? { to: paths.conduct(), label: t('title') } : { to: paths.manageConduct(), label: t('manage.title') }]} />}
    >
      <Section title={t('finding.evidence')}>
        {person ? <DataList items={[{ label: t('column.person'), value: bilingual(person, locale).text }]} /> : null}
        <Evidence finding={finding} now={now} />
      </Section>
      {said ? (
        <Section title={t('finding.plea')}>
          <p><Status tone={said.status === 'open' ? 'waiting' : said.status === 'accepted' ? 'ok' : 'refused'}>{t(`pleaState.${said.status}`)}</Status></p>
          <DataList
            items={[
              { label: t('finding.excuse'), value: t(`excuse.${said.excuse}`) },
              { label: t('finding.said'), value: <span className="whitespace-pre-line break-words">{said.text}</span> },
              ...(said.decidedAt ? [{ label: t('finding.decided'), value: <span className="break-words">{said.decision} ({t('finding.decidedAt', { at: instant(said.decidedAt) })})</span> }] : []),
            ]}
          />
        </Section>
      ) : null}
      {finding.mayPlead ? (
        <Section title={t('finding.plea')}>
          <p className="text-muted">{t('finding.pleaLead', { until: instant(finding.until) })}</p>
          <Form method="post" className="grid gap-4">
            <ReplyErrors reply={reply} labels={{ excuse: t('finding.excuse'), text: t('finding.text') }} />
            <SelectField field={fieldOf(reply, 'excuse')} label={t('finding.excuse')} required choices={EXCUSES.map((value) => ({ value, label: t(`excuse.${value}`) }))} />
            <TextareaField field={fieldOf(reply, 'text')} label={t('finding.text')} hint={t('finding.textHint')} rows={5} maxLength={2000} required />
            <SubmitButton>{t('finding.send')}</SubmitButton>
          </Form>
        </Section>
      ) : finding.isOwn && !said && !finding.isWithdrawn ? <p className="text-muted">{t('finding.late2', { until: instant(finding.until) })}</p> : null}
    </Page>
  )
}
