import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { useName } from '~/features/people/groups/components/entry'
import { groupPage } from '~/features/people/groups/queries.server'
import { ProjectForm } from '~/features/people/projects/components/project-form'
import { projectChoices } from '~/features/people/projects/queries.server'
import { createProject } from '~/features/people/projects/create.server'
import { newProjectSchema, projectSchema } from '~/features/people/projects/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'

async function keeper(request: Request, id: string | undefined) {
  const now = new Date()
  const viewer = await requireViewer(request)
  const group = await groupPage(viewer.actor, id ?? '', now)
  if (group === null || !group.may.includes('keep_projects')) throw notFound()
  return { ...viewer, group, now }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { group, locale } = await keeper(request, params.id)
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.project.new') }), key: randomUUID(), group, choices: await projectChoices(group.id) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, group, now } = await keeper(request, params.id)
  const { key } = await unseenFields(request, newProjectSchema)
  const answer = await answerListing(request, projectSchema, (input) => createProject(actor, group.id, key, input, now))
  if (!answer.ok) return data({ reply: answer.reply, key }, { status: 422 })
  return redirectWithNotice(paths.project(answer.value.id), { tone: 'ok', key: 'groups.notice.projectCreated' })
}

export default function NewProject() {
  const { key, group, choices } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('groups')
  const name = useName()({ zh: group.nameZh, en: group.nameEn })
  return (
    <Page title={t('project.new')} lead={<HelpLink topic="projects" />} breadcrumbs={<Breadcrumbs items={[{ to: paths.groups(), label: t('title') }, { to: paths.group(group.id), label: name }]} />}>
      <ProjectForm reply={answer?.reply ?? null} values={null} choices={choices} hidden={{ key: answer?.key ?? key }} back={paths.group(group.id)} submit={t('project.create')} />
    </Page>
  )
}
