import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PagedHistory } from '~/features/catalogue/components/change-history'
import { historyPage } from '~/features/catalogue/entry-pages.server'
import { titleMeta } from '~/i18n/page-title'

export const loader = ({ request, params }: LoaderFunctionArgs) => historyPage(request, { kind: 'resource', id: params.id ?? '' })

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function History() {
  return <PagedHistory {...useLoaderData<typeof loader>()} />
}
