import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { LossNotice } from '~/features/bookings/previews/components/loss-notice'
import { previewLoss } from '~/features/bookings/previews/rights.server'
import { changeQualification, qualificationTarget } from '~/features/people/qualifications/change.server'
import { LastDay, QualificationStatus, useQualificationName } from '~/features/people/qualifications/components/qualification-list'
import { managedQualification } from '~/features/people/qualifications/queries.server'
import { changeQualificationForm } from '~/features/people/qualifications/schema'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'read:qualification')
  const now = new Date()
  const held = await managedQualification(actor, params.id ?? '', now)
  if (held === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('training.qualifications.title') }),
    now, held, loss: await previewLoss(actor, { kind: 'qualification', id: held.id }, now), reads: can(actor, 'train:person'),
    mayChange: held.state !== 'revoked' && held.personId !== actor.personId && can(actor, 'update:qualification', qualificationTarget(held)),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'read:qualification')
  const now = new Date()
  const held = await managedQualification(actor, params.id ?? '', now)
  if (held === null) throw notFound()
  const answer = await answerCommand(request, changeQualificationForm, (input) => changeQualification(actor, held.id, input, now))
  if (!answer.ok) return data(answer, { status: 422 })
  return redirectWithNotice(paths.manageQualification(held.id), { tone: 'ok', key: 'training.notice.qualificationChanged' })
}

export default function ManageQualification() {
  const { held, loss, reads, mayChange, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const q = useTranslations('training.qualifications')
  const locale = useLocale()
  const field = fieldsOf(answer)
  const personName = usePersonName()
  const name = useQualificationName()
  return (
    <Page
      title={personName(held.person)}
      lead={name(held)}
      breadcrumbs={<Breadcrumbs items={[...(reads ? [{ to: paths.manageTraining(), label: t('manage.title') }] : []), { to: paths.manageQualifications(), label: q('title') }]} />}
    >
      <DataList
        items={[
          { label: t('column.state'), value: <QualificationStatus state={held.state} /> },
          { label: q('history'), value: formatDate(held.validFrom, { locale, timeZone: defaultTimeZone, now }) },
          { label: t('column.until'), value: <LastDay endsAt={held.endsAt} now={now} /> },
          { label: q('reason'), value: held.reason },
        ]}
      />
      <Section title={t('loss.title')}><LossNotice loss={loss} /></Section>
      {mayChange ? (
        <Section title={q('changeTitle')}>
          <Form method="post" action={paths.manageQualification(held.id)} className="grid max-w-form gap-4">
            <CommandErrors answer={answer} labels={{ reason: q('reason'), lastDay: q('lastDay') }} />
            <input type="hidden" name="version" value={held.version} />
            <InputField field={field('lastDay')} label={q('lastDay')} type="date" required={false} />
            <InputField field={field('reason')} label={q('reason')} maxLength={500} autoComplete="off" required={false} />
            <ButtonRow>
              <SubmitButton name="to" value="extend">{q('extend')}</SubmitButton>
              {held.state === 'suspended' ? (
                <SubmitButton tone="secondary" name="to" value="lift">{q('lift')}</SubmitButton>
              ) : (
                <SubmitButton tone="secondary" name="to" value="suspend">{q('suspend')}</SubmitButton>
              )}
              <SubmitButton tone="danger" name="to" value="revoke">{q('revoke')}</SubmitButton>
            </ButtonRow>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}
