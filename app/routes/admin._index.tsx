import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can, grantableRoles } from '~/domain/access/permission'
import { GRANT_ROLES } from '~/domain/access/grammar'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { PersonCard } from '~/features/auth/components/person-card'
import { GrantForm, GrantTable } from '~/features/auth/components/roles'
import { changeRoleEnd } from '~/features/auth/change-role-end.server'
import { endRole } from '~/features/auth/end-role.server'
import { grantRole } from '~/features/auth/grant-role.server'
import { dutiesToFill, listAllianceGrants, lookUpPerson } from '~/features/auth/queries.server'
import { requireActor, requirePermission } from '~/features/auth/require.server'
import { endRoleSchema, grantSchema, roleEndSchema } from '~/features/auth/schema'
import { universityChoices } from '~/features/people/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, forbidden, queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const duties = await dutiesToFill(actor, new Date())
  const mayLook = can(actor, 'grant:role', {})
  if (!mayLook && duties.length === 0) {
    if (can(actor, 'manage:domain', {})) throw redirect(paths.adminDomains())
    if (can(actor, 'read:audit', {})) throw redirect(paths.adminAudit())
    throw forbidden()
  }
  const { searchParams } = new URL(request.url)
  const email = queryText(searchParams, 'email', 200).toLowerCase()
  const now = new Date()
  const [universities, grants, person] = await Promise.all([
    universityChoices(),
    listAllianceGrants(actor, now),
    email === '' ? null : lookUpPerson(actor, email, now),
  ])
  const anyUniversity = universities[0]?.id ?? null
  const given = [...grantableRoles(actor, null), ...grantableRoles(actor, anyUniversity)]
  const roles = GRANT_ROLES.filter((role) => given.includes(role) || duties.some((duty) => duty === role))
  const t = createTranslator(localeOfRequest(request))
  const pageTitle = t('common.pageTitle', { title: t('admin.roles.title') })
  const university = searchParams.get('university')
  return { pageTitle, universities, grants, person, email, roles, university, mayLook, now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { form: 'grant' | 'end' | 'change'; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const now = new Date()
  if ((await dutiesToFill(actor, now)).length === 0) await requirePermission(request, 'grant:role', {})
  const refuse = (answer: Answer) => data(answer, { status: 400 })
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'grant') {
    const answer = await answerForm(request, grantSchema, (input) => grantRole(actor, input, now))
    if (!answer.ok) return refuse({ form, reply: answer.reply })
    return redirectWithNotice(paths.admin(), { tone: 'ok', key: 'admin.roles.granted' })
  }
  if (form === 'end') {
    const answer = await answerForm(request, endRoleSchema, (input) => endRole(actor, input, now))
    if (!answer.ok) return refuse({ form, reply: answer.reply })
    return redirectWithNotice(paths.admin(), { tone: 'ok', key: 'admin.roles.ended' })
  }
  if (form === 'change') {
    const answer = await answerForm(request, roleEndSchema, (input) => changeRoleEnd(actor, input, now))
    if (!answer.ok) return refuse({ form, reply: answer.reply })
    return redirectWithNotice(paths.admin(), { tone: 'ok', key: 'admin.roles.changed' })
  }
  throw badRequest()
}

const formAddress = (form: Answer['form']) => `${paths.admin()}?index&form=${form}`

export default function AdminRoles() {
  const { universities, grants, person, email, roles, university, mayLook, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('admin.roles')
  const endReply = answer?.form === 'end' || answer?.form === 'change' ? answer.reply : null
  const grantReply = answer?.form === 'grant' ? answer.reply : null
  return (
    <Page title={t('title')} lead={mayLook ? t('lead') : t('dutiesLead')}>
      <ReplyErrors reply={endReply} labels={{}} />
      {mayLook ? <Form className="flex max-w-reading flex-wrap items-end gap-2">
        <InputField
          field={{ id: 'look-up', name: 'email', initialValue: email, key: email }}
          label={t('lookUp')}
          type="email"
          className="min-w-64 flex-1"
        />
        <SubmitButton tone="secondary">{t('lookUpSubmit')}</SubmitButton>
      </Form> : null}
      {email !== '' && person === null ? <Notice tone="info">{t('notFound', { email })}</Notice> : null}
      {person === null ? null : (
        <PersonCard person={person} endAction={formAddress('end')} changeAction={formAddress('change')} roles={roles} now={now} />
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
      {mayLook ? <Section title={t('listTitle')}>
        <GrantTable
          caption={t('listTitle')}
          grants={grants}
          endAction={formAddress('end')}
          changeAction={formAddress('change')}
          hasRights
          canEnd={({ role }) => roles.includes(role)}
          now={now}
        />
      </Section> : null}
    </Page>
  )
}
