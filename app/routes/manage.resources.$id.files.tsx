import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { actOnFiles, filesPage } from '~/features/catalogue/entry-pages.server'
import { FileForms } from '~/features/catalogue/files/components/file-forms'
import { titleMeta } from '~/i18n/page-title'

export const loader = ({ request, params }: LoaderFunctionArgs) => filesPage(request, { kind: 'resource', id: params.id ?? '' })

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export const action = ({ request, params }: ActionFunctionArgs) => actOnFiles(request, { kind: 'resource', id: params.id ?? '' }, new Date())

export default function Files() {
  const { here, files } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() ?? null
  return <FileForms files={files} here={here} refused={refused} />
}
