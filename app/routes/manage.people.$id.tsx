import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import type { FormReply } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { changeAffiliation } from '~/features/people/affiliations/change.server'
import { StayCard } from '~/features/people/affiliations/components/stay-card'
import { endAffiliation } from '~/features/people/affiliations/end.server'
import { personForCoordinator } from '~/features/people/affiliations/queries.server'
import { changeSchema, endSchema } from '~/features/people/affiliations/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:affiliation')
  const now = new Date()
  const person = isId(params.id ?? '') ? await personForCoordinator(actor, params.id ?? '', now) : null
  if (person === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  const title = bilingual({ zh: person.nameZh, en: person.nameEn }, localeOfRequest(request, locale)).text || person.email
  return { pageTitle: t('common.pageTitle', { title }), now, person, isSelf: person.id === actor.personId }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:affiliation')
  const id = params.id ?? ''
  if (!isId(id) || (await personForCoordinator(actor, id, new Date())) === null) throw notFound()
  const now = new Date()
  const isEnd = new URL(request.url).searchParams.get('form') === 'end'
  const answer = isEnd
    ? await answerForm(request, endSchema, async (input) => {
        const outcome = await endAffiliation(actor, input, now)
        return outcome.ok ? { ok: true, value: outcome.value.was === 'waiting' ? 'refused' : 'ended' } : outcome
      })
    : await answerForm(request, changeSchema, async (input) => {
        const outcome = await changeAffiliation(actor, input, now)
        return outcome.ok ? { ok: true, value: outcome.value.confirmed ? 'confirmed' : 'changed' } : outcome
      })
  if (!answer.ok) return data<FormReply>(answer.reply, { status: 422 })
  return redirectWithNotice(paths.managePerson(id), { tone: 'ok', key: `affiliations.people.${answer.value}` })
}

export default function ManagePerson() {
  const { person, isSelf, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('affiliations')
  const roleName = useTranslations('common.role')
  const merge = useTranslations('merge')
  const locale = useLocale()
  const nameOf = usePersonName()
  return (
    <Page
      title={nameOf(person)}
      lead={<span className="break-all">{person.email}</span>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.managePeople(), label: t('people.title') }]} />}
      action={isSelf ? undefined : <LinkButton to={paths.mergePeople({ kept: person.id })}>{merge('open')}</LinkButton>}
    >
      <div className="grid max-w-4xl gap-8">
        <Section title={t('people.stays')}>
          <ul className="grid gap-4">
            {person.stays.map((stay) => (
              <StayCard
                key={`${stay.id}-${stay.version}`}
                stay={stay}
                reply={reply?.values.id === stay.id ? reply : null}
                action={paths.managePerson(person.id)}
                canKeep={!isSelf}
                now={now}
              />
            ))}
          </ul>
          <p className="text-sm text-muted">{t('people.rolesEnd')}</p>
        </Section>
        <Section title={t('people.groups')}>
          {person.groups.length === 0 ? <p className="text-muted">{t('people.noneGroups')}</p> : null}
          <ul className="grid gap-1">
            {person.groups.map((group) => (
              <li key={group.id}>
                <Bilingual value={{ zh: group.nameZh, en: group.nameEn }} />
                {group.isLeader ? <span className="text-muted"> · {t('people.leader')}</span> : null}
              </li>
            ))}
          </ul>
        </Section>
        <Section title={t('people.roles')} action={<span className="flex flex-wrap gap-2"><LinkButton size="small" tone="quiet" to={paths.personRights(person.id)}>{t('people.rights')}</LinkButton><LinkButton size="small" tone="quiet" to={paths.adminPeople()}>{t('people.admission')}</LinkButton></span>}>
          {person.roles.length === 0 ? <p className="text-muted">{t('people.noneRoles')}</p> : null}
          <ul className="grid gap-1">
            {person.roles.map((role) => (
              <li key={role.id}>
                {roleName(role.role as 'coordinator')}
                {role.labZh ? <span className="text-muted"> · {bilingual({ zh: role.labZh, en: role.labEn }, locale).text}</span> : null}
                {role.endsAt ? (
                  <span className="text-muted"> · {t('until', { day: formatDate(role.endsAt, { locale, timeZone: defaultTimeZone, now }) })}</span>
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  )
}
