import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { addAffiliation } from '~/features/people/affiliations/add.server'
import { StayFields, useStayLabels } from '~/features/people/affiliations/components/stay-fields'
import { hostOf } from '~/features/people/affiliations/host.server'
import { addSchema } from '~/features/people/affiliations/schema'
import { partnerChoices } from '~/features/people/partners/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:affiliation')
  const { searchParams } = new URL(request.url)
  const { host } = await hostOf(actor, searchParams.get('university'))
  if (host === null) throw forbidden()
  const t = createTranslator(localeOfRequest(request, locale))
  const partners = await partnerChoices(actor, host.id)
  return {
    pageTitle: t('common.pageTitle', { title: t('affiliations.people.addTitle') }),
    host, partners, partnerId: searchParams.get('partner'),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:affiliation')
  const answer = await answerForm(request, addSchema, (input) => addAffiliation(actor, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.managePerson(answer.value.personId), { tone: 'ok', key: 'affiliations.people.added' })
}

export default function AddPerson() {
  const { host, partners, partnerId } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('affiliations')
  const labels = useStayLabels()
  const locale = useLocale()
  return (
    <Page
      title={t('people.addTitle')}
      lead={t('people.addLead', { university: bilingual(host, locale).text })}
      width="form"
      breadcrumbs={<Breadcrumbs items={[{ to: paths.managePeople({ university: host.id }), label: t('people.title') }]} />}
    >
      <Form method="post" className="grid gap-4">
        <ReplyErrors reply={reply} labels={labels} />
        <input type="hidden" name="universityId" value={host.id} />
        <InputField field={fieldOf(reply, 'email')} label={labels.email} hint={t('field.emailHint')} type="email" autoComplete="off" required />
        <StayFields reply={reply} partners={partners} partnerId={partnerId} />
        <div>
          <SubmitButton>{t('people.addDo')}</SubmitButton>
        </div>
      </Form>
    </Page>
  )
}
