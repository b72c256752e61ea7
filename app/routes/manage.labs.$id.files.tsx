import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { requireActor } from '~/features/auth/require.server'
import { answerFiles } from '~/features/catalogue/files/answer.server'
import { FileForms } from '~/features/catalogue/files/components/file-forms'
import { filesOf } from '~/features/catalogue/files/queries.server'
import { keptLab } from '~/features/catalogue/labs/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

const here = (id: string) => `${paths.manageLab(id)}/files`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const entry = await keptLab(await requireActor(request), params.id ?? '')
  if (entry === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.files.title') }),
    id: entry.id,
    files: await filesOf({ kind: 'lab', id: entry.id }),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await keptLab(actor, id)) === null) throw notFound()
  const answer = await answerFiles(request, actor, { kind: 'lab', id }, new Date())
  if (!answer.ok) return data(answer, { status: 422 })
  const done = { add: 'added', edit: 'saved', move: 'moved', remove: 'removed' }
  return redirectWithNotice(here(id), { tone: 'ok', key: `listing.files.${done[answer.act]}` })
}

export default function Files() {
  const { id, files } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() ?? null
  return <FileForms files={files} here={here(id)} refused={refused} />
}
