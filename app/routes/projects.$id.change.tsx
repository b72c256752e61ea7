import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { entry, ReplyNotices, useName } from '~/features/people/groups/components/entry'
import { changeProject } from '~/features/people/projects/change.server'
import { closeProject } from '~/features/people/projects/close.server'
import { ProjectForm } from '~/features/people/projects/components/project-form'
import { projectChoices, projectPage } from '~/features/people/projects/queries.server'
import { closeProjectSchema, projectSchema, versionSchema } from '~/features/people/projects/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

async function kept(request: Request, id: string | undefined) {
  const now = new Date()
  const viewer = await requireViewer(request)
  const project = await projectPage(viewer.actor, id ?? '', now)
  if (project === null || !project.mayKeep) throw notFound()
  return { ...viewer, project, now }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { project, locale } = await kept(request, params.id)
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.project.change') }), project, choices: await projectChoices(project.group.id) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, project, now } = await kept(request, params.id)
  const { id } = project
  if (new URL(request.url).searchParams.get('do') === 'close') {
    const answer = await answerListing(request, closeProjectSchema, (input) => closeProject(actor, id, input, now))
    if (!answer.ok) return data({ act: 'close', reply: answer.reply }, { status: 422 })
    return redirectWithNotice(paths.project(id), { tone: 'ok', key: 'groups.notice.projectClosed' })
  }
  const { version } = await unseenFields(request, versionSchema)
  const answer = await answerListing(request, projectSchema, (input) => changeProject(actor, id, version, input, now))
  if (!answer.ok) return data({ act: 'change', reply: answer.reply }, { status: 422 })
  return redirectWithNotice(paths.project(id), { tone: 'ok', key: 'groups.notice.saved' })
}

export default function ChangeProject() {
  const { project, choices } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('groups')
  const name = useName()
  const { values, version } = project
  const replyTo = (act: string) => (answer?.act === act ? answer.reply : null)
  return (
    <Page
      title={t('project.change')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.group(project.group.id), label: name(project.group) }, { to: paths.project(project.id), label: name({ zh: values.nameZh, en: values.nameEn }) }]} />}
    >
      <ProjectForm reply={replyTo('change')} values={values} choices={choices} hidden={{ version }} back={paths.project(project.id)} submit={t('project.save')} />
      <Section title={t('project.closeTitle')}>
        <Form method="post" action={`${paths.changeProject(project.id)}?do=close`} className="grid max-w-form gap-4">
          <ReplyNotices reply={replyTo('close')} />
          <p className="text-muted">{t('project.closeBody')}</p>
          <input type="hidden" name="version" value={version} />
          <InputField field={entry(replyTo('close'), 'reason')} label={t('field.reason')} maxLength={300} required />
          <SubmitButton tone="danger">{t('project.close')}</SubmitButton>
        </Form>
      </Section>
    </Page>
  )
}
