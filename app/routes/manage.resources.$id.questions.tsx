import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { requireActor } from '~/features/auth/require.server'
import { readPosted } from '~/features/bookings/form'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { keptOwner } from '~/features/scheduling/owner.server'
import { QuestionEditor, type QuestionsReply } from '~/features/scheduling/questions/components/question-editor'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { saveQuestions } from '~/features/scheduling/questions/save.server'
import { questionsForm } from '~/features/scheduling/questions/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const resource = await keptResource(actor, params.id ?? '')
  if (resource === null || (await keptOwner(actor, { kind: 'resource', id: resource.id })) === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('asking.title') }),
    set: await currentQuestions(resource.id),
    modes: resource.values.modes,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const owner = await keptOwner(actor, { kind: 'resource', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const posted = readPosted(await readForm(request), questionsForm)
  const answer = (changes: Partial<QuestionsReply>): QuestionsReply => ({ errors: {}, values: posted.values, problems: [], ...changes })
  if (!posted.ok) return data(answer({ errors: posted.errors }), { status: 422 })
  const outcome = await saveQuestions(actor, owner.id, posted.value, new Date())
  if (!outcome.ok) return data(answer({ problems: outcome.problems }), { status: 422 })
  return redirectWithNotice(paths.resourceQuestions(owner.id), { tone: 'ok', key: 'asking.saved' })
}

export default function Questions() {
  const { set, modes } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  return <QuestionEditor key={set.version} set={set} modes={modes} reply={reply} />
}
