import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { grantableRoles } from '~/domain/access/permission'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { PersonCard } from '~/features/auth/components/person-card'
import { GrantForm, GrantTable } from '~/features/auth/components/roles'
import { endRole } from '~/features/auth/end-role.server'
import { grantRole } from '~/features/auth/grant-role.server'
import { listAllianceGrants, lookUpPerson } from '~/features/auth/queries.server'
import { requirePermission } from '~/features/auth/require.server'
import { endRoleSchema, grantSchema } from '~/features/auth/schema'
import { universityChoices } from '~/features/people/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, 'grant:role', {})
  const { searchParams } = new URL(request.url)
  const email = queryText(searchParams, 'email', 200).toLowerCase()
  const now = new Date()
  const [universities, grants, person] = await Promise.all([
    universityChoices(),
    listAllianceGrants(actor, now),
    email === '' ? null : lookUpPerson(actor, email, now),
  ])
  const anyUniversity = universities[0]?.id ?? null
  const roles = [...new Set([...grantableRoles(actor, null), ...grantableRoles(actor, anyUniversity)])]
  const t = createTranslator(localeOfRequest(request))
  const pageTitle = t('common.pageTitle', { title: t('admin.roles.title') })
  const university = searchParams.get('university')
  return { pageTitle, universities, grants, person, email, roles, university, now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { form: 'grant' | 'end'; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'grant:role', {})
  const refuse = (answer: Answer) => data(answer, { status: 400 })
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'grant') {
    const answer = await answerForm(request, grantSchema, (input) => grantRole(actor, input, new Date()))
    if (!answer.ok) return refuse({ form, reply: answer.reply })
    return redirectWithNotice(paths.admin(), { tone: 'ok', key: 'admin.roles.granted' })
  }
  if (form === 'end') {
    const answer = await answerForm(request, endRoleSchema, (input) => endRole(actor, input, new Date()))
    if (!answer.ok) return refuse({ form, reply: answer.reply })
    return redirectWithNotice(paths.admin(), { tone: 'ok', key: 'admin.roles.ended' })
  }
  throw badRequest()
}

const formAddress = (form: Answer['form']) => `${paths.admin()}?index&form=${form}`

export default function AdminRoles() {
  const { universities, grants, person, email, roles, university, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('admin.roles')
  const endReply = answer?.form === 'end' ? answer.reply : null
  const grantReply = answer?.form === 'grant' ? answer.reply : null
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ReplyErrors reply={endReply} labels={{}} />
      <Form className="flex max-w-reading flex-wrap items-end gap-2">
        <InputField
          field={{ id: 'look-up', name: 'email', initialValue: email, key: email }}
          label={t('lookUp')}
          type="email"
          className="min-w-64 flex-1"
        />
        <SubmitButton tone="secondary">{t('lookUpSubmit')}</SubmitButton>
      </Form>
      {email !== '' && person === null ? <Notice tone="info">{t('notFound', { email })}</Notice> : null}
      {person === null ? null : (
        <PersonCard person={person} endAction={formAddress('end')} roles={roles} now={now} />
      )}
      <Section title={t('grantTitle')}>
        <GrantForm
          key={`${person?.email ?? ''} ${university ?? ''}`}
          action={formAddress('grant')}
          reply={grantReply}
          roles={roles}
          email={person?.email}
          universities={universities}
          universityId={university}
        />
      </Section>
      <Section title={t('listTitle')}>
        <GrantTable
          caption={t('listTitle')}
          grants={grants}
          endAction={formAddress('end')}
          canEnd={({ role }) => roles.includes(role)}
          now={now}
        />
      </Section>
    </Page>
  )
}
