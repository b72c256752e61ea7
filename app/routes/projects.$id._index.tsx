import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { plainDateOf } from '~/domain/time/zone'
import { requireViewer } from '~/features/auth/require.server'
import { projectHours } from '~/features/bookings/costs/queries.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { ReplyNotices, useName } from '~/features/people/groups/components/entry'
import { ProjectFactList, ProjectHourStats } from '~/features/people/projects/components/project-facts'
import { AddProjectPerson, ProjectPeople } from '~/features/people/projects/components/project-people'
import { addProjectMember } from '~/features/people/projects/add-member.server'
import { endProjectMember } from '~/features/people/projects/end-member.server'
import { projectPage } from '~/features/people/projects/queries.server'
import { addProjectMemberSchema, endProjectMemberSchema } from '~/features/people/projects/schema'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Badge, Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

async function readable(request: Request, id: string | undefined) {
  const now = new Date()
  const viewer = await requireViewer(request)
  const project = await projectPage(viewer.actor, id ?? '', now)
  if (project === null) throw notFound()
  return { ...viewer, project, now }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, locale, project, now } = await readable(request, params.id)
  const shown = localeOfRequest(request, locale)
  return {
    pageTitle: createTranslator(shown)('common.pageTitle', { title: shown === 'en' ? project.values.nameEn : project.values.nameZh }),
    now, project,
    year: Number(plainDateOf(now, defaultTimeZone).slice(0, 4)),
    hours: await projectHours(project.id, now),
    readerId: actor.personId,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, project, now } = await readable(request, params.id)
  const act = new URL(request.url).searchParams.get('do')
  const answer =
    act === 'add'
      ? await answerListing(request, addProjectMemberSchema, (input) => addProjectMember(actor, project.id, input, now))
      : act === 'remove'
        ? await answerListing(request, endProjectMemberSchema, (input) => endProjectMember(actor, project.id, input, now))
        : null
  if (answer === null) throw badRequest()
  if (!answer.ok) return data({ act, reply: answer.reply }, { status: 422 })
  const stays = project.mayKeep || act === 'add'
  return redirectWithNotice(stays ? paths.project(project.id) : paths.groups(), { tone: 'ok', key: act === 'add' ? 'groups.notice.personAdded' : 'groups.notice.removed' })
}

export default function Project() {
  const { project, hours, year, readerId, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('groups')
  const after = useTranslations('conductAfter.works')
  const name = useName()
  const to = (act: string) => `${paths.project(project.id)}?index&do=${act}`
  const { values } = project
  return (
    <Page
      title={name({ zh: values.nameZh, en: values.nameEn })}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <Badge>{t(`kind.${project.kind}`)}</Badge>
          <Link to={paths.achievements({ project: project.id })} className="text-accent underline underline-offset-4">{after('projectLink')}</Link>
          {project.isClosed ? <Status tone="muted">{t('project.over')}</Status> : null}
        </span>
      }
      action={project.mayKeep && !project.isClosed ? <LinkButton to={paths.changeProject(project.id)}>{t('project.change')}</LinkButton> : null}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.groups(), label: t('title') }, { to: paths.group(project.group.id), label: name(project.group) }]} />}
    >
      <ProjectHourStats project={project} hours={hours} year={year} />
      <Section title={t('project.about')}>
        <ProjectFactList project={project} now={now} />
      </Section>
      <Section title={t('project.people')}>
        <p className="max-w-reading text-muted">{t('project.peopleLead')}</p>
        <ReplyNotices reply={answer?.act === 'remove' ? answer.reply : null} />
        <ProjectPeople members={project.members} canRemove={project.mayKeep} readerId={readerId} action={to('remove')} />
        {project.mayKeep && !project.isClosed ? <AddProjectPerson reply={answer?.act === 'add' ? answer.reply : null} action={to('add')} /> : null}
      </Section>
    </Page>
  )
}
