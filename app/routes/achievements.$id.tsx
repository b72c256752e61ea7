import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { ownAchievement, ownProjects } from '~/features/usage/after/achievements.server'
import { AchievementForm } from '~/features/usage/after/components/achievements'
import { removeAchievement, saveAchievement } from '~/features/usage/after/save-achievement.server'
import { achievementSchema, removeSchema } from '~/features/usage/after/schema'
import { usedResources } from '~/features/usage/after/shown.server'
import { ownUses } from '~/features/usage/after/uses.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { Page } from '~/ui/page'

async function own(request: Request, id: string | undefined) {
  const viewer = await requireViewer(request)
  const held = await ownAchievement(viewer.actor, id ?? '')
  if (held === null) throw notFound()
  return { ...viewer, held }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, locale, held } = await own(request, params.id)
  const [uses, projects, resources] = await Promise.all([ownUses(actor), ownProjects(actor), usedResources(actor)])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conductAfter.works.changeTitle') }), held, uses, projects, resources }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, held } = await own(request, params.id)
  const now = new Date()
  const isRemoval = new URL(request.url).searchParams.get('do') === 'remove'
  const answer = isRemoval
    ? await answerListing(request, removeSchema, ({ version }) => removeAchievement(actor, held.id, version, now))
    : await answerListing(request, achievementSchema, (input) => saveAchievement(actor, held.id, input, now))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.achievements(), { tone: 'ok', key: isRemoval ? 'conductAfter.works.removed' : 'conductAfter.works.changed' })
}

export default function Achievement() {
  const { held, uses, projects, resources } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conductAfter.works')
  return (
    <Page title={t('changeTitle')} breadcrumbs={<Breadcrumbs items={[{ to: paths.achievements(), label: t('mine') }]} />}>
      <AchievementForm reply={reply} {...{ held, uses, projects, resources }} />
      <Form method="post" action="?do=remove">
        <input type="hidden" name="version" value={held.version} />
        <SubmitButton tone="danger">{t('remove')}</SubmitButton>
      </Form>
    </Page>
  )
}
