import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can, grantableRoles, isOfAlliance } from '~/domain/access/permission'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { GrantForm, GrantTable } from '~/features/auth/components/roles'
import { changeRoleEnd } from '~/features/auth/change-role-end.server'
import { endRole } from '~/features/auth/end-role.server'
import { grantRole } from '~/features/auth/grant-role.server'
import { listUniversityGrants } from '~/features/auth/queries.server'
import { requirePermission } from '~/features/auth/require.server'
import { endRoleSchema, grantSchema, roleEndSchema } from '~/features/auth/schema'
import { admitPerson } from '~/features/people/admit-person.server'
import { MemberList, WaitingList } from '~/features/people/components/people-lists'
import { declinePerson } from '~/features/people/decline-person.server'
import {
  labChoices,
  peopleOfUniversity,
  universityChoices,
  waitingForAdmission,
} from '~/features/people/queries.server'
import { admitSchema, declineSchema } from '~/features/people/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, forbidden, queryText, redirectWithNotice } from '~/platform/http'
import { paths, withQuery } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, 'grant:role')
  const { searchParams } = new URL(request.url)
  const all = await universityChoices()
  const universities = all.filter(({ id }) => can(actor, 'grant:role', { universityId: id }))
  const asked = searchParams.get('university') ?? actor.homeUniversityId
  const university = universities.find(({ id }) => id === asked) ?? universities[0]
  if (university === undefined) throw forbidden()
  const { id } = university
  const search = queryText(searchParams, 'q', 80)
  const page = pageOf(searchParams.get('page'))
  const now = new Date()
  const [waiting, members, grants, labs] = await Promise.all([
    waitingForAdmission(actor, id),
    peopleOfUniversity(actor, id, { search, page }, now),
    listUniversityGrants(actor, id, now),
    labChoices(id),
  ])
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('admin.people.title') }),
    universities,
    university,
    canAdmit: can(actor, 'admit:person', { universityId: id }),
    roles: grantableRoles(actor, id).filter((role) => !isOfAlliance(role) && role !== 'chair'),
    waiting,
    members,
    grants,
    labs,
    search,
    page,
    now,
  }
}

const pageOf = (text: string | null) => (text !== null && /^\d{1,5}$/.test(text) ? Math.max(1, Number(text)) : 1)

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const FORMS = ['admit', 'decline', 'grant', 'end', 'change'] as const
type Answer = { form: (typeof FORMS)[number]; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'grant:role')
  const { searchParams, origin } = new URL(request.url)
  const form = FORMS.find((each) => each === searchParams.get('form'))
  if (form === undefined) throw badRequest()
  const now = new Date()
  const run = {
    admit: () => answerForm(request, admitSchema, (input) => admitPerson(actor, input, { origin, now })),
    decline: () => answerForm(request, declineSchema, (input) => declinePerson(actor, input, { origin })),
    grant: () => answerForm(request, grantSchema, (input) => grantRole(actor, input, now)),
    end: () => answerForm(request, endRoleSchema, (input) => endRole(actor, input, now)),
    change: () => answerForm(request, roleEndSchema, (input) => changeRoleEnd(actor, input, now)),
  }
  const answer = await run[form]()
  if (!answer.ok) return data<Answer>({ form, reply: answer.reply }, { status: 400 })
  const keys = { admit: 'people.admitted', decline: 'people.declined', grant: 'roles.granted', end: 'roles.ended', change: 'roles.changed' }
  const back = paths.adminPeople({ university: searchParams.get('university') })
  return redirectWithNotice(back, { tone: 'ok', key: `admin.${keys[form]}` })
}

export default function AdminPeople() {
  const { universities, university, canAdmit, waiting, members, grants, roles, labs, search, page, now } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('admin.people')
  const affiliations = useTranslations('affiliations')
  const grantTitle = useTranslations('admin.roles')('grantTitle')
  const intakeWords = useTranslations('intake')
  const locale = useLocale()
  const replyTo = (form: Answer['form']) => (answer?.form === form ? answer.reply : null)
  const address = (form: Answer['form']) => withQuery(paths.adminPeople(), { university: university.id, form })
  return (
    <Page title={t('title')} lead={<>{`${bilingual(university, locale).text} · ${t('lead')}`} <HelpLink topic="rights" /></>}>
      {universities.length > 1 ? <UniversityChoice universities={universities} chosen={university.id} /> : null}
      {canAdmit ? (
        <Section title={t('waitingTitle')}>
          <ReplyErrors reply={replyTo('admit') ?? replyTo('decline')} labels={{}} />
          <WaitingList people={waiting} admitAction={address('admit')} declineAction={address('decline')} now={now} />
        </Section>
      ) : (
        <Notice tone="info">{t('onlyCoordinator')}</Notice>
      )}
      <Section title={t('appointTitle')}>
        <ReplyErrors reply={replyTo('end') ?? replyTo('change')} labels={{}} />
        {grants.length === 0 ? (
          <p className="text-muted">{t('appointNone')}</p>
        ) : (
          <GrantTable
            caption={t('appointTitle')}
            grants={grants}
            endAction={address('end')}
            changeAction={address('change')}
            hasRights
            canEnd={({ role }) => roles.some((each) => each === role)}
            now={now}
          />
        )}
      </Section>
      <Section title={grantTitle}>
        <GrantForm
          key={`${university.id} ${grants.length}`}
          action={address('grant')}
          reply={replyTo('grant')}
          roles={roles}
          universities={[university]}
          labs={labs}
        />
      </Section>
      {canAdmit ? (
        <Section
          title={t('membersTitle')}
          action={
            <ButtonRow>
              <LinkButton size="small" tone="quiet" to={paths.managePeople({ university: university.id })}>{affiliations('people.title')}</LinkButton>
              <LinkButton size="small" tone="quiet" to={paths.intakes()}>{intakeWords('open')}</LinkButton>
            </ButtonRow>
          }
        >
          <MemberList {...members} search={search} page={page} universityId={university.id} now={now} />
        </Section>
      ) : null}
    </Page>
  )
}

type Choice = { id: string; zh: string; en: string }

function UniversityChoice({ universities, chosen }: { universities: readonly Choice[]; chosen: string }) {
  const t = useTranslations('admin.people')
  const locale = useLocale()
  return (
    <Form className="flex max-w-reading flex-wrap items-end gap-2">
      <SelectField
        field={{ id: 'university', name: 'university', initialValue: chosen, key: chosen }}
        label={t('university')}
        choices={universities.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))}
        className="min-w-64 flex-1"
      />
      <SubmitButton tone="secondary">{t('show')}</SubmitButton>
    </Form>
  )
}
