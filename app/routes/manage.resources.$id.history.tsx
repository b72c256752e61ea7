import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { ChangeHistory } from '~/features/catalogue/components/change-history'
import { listChanges } from '~/features/catalogue/history.server'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths, withQuery } from '~/platform/paths'
import { ButtonRow, LinkButton } from '~/ui/button'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const entry = await keptResource(await requireActor(request), params.id ?? '')
  if (entry === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  const cursor = new URL(request.url).searchParams.get('before')
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.history.title') }),
    now: new Date(),
    here: `${paths.manageResource(entry.id)}/history`,
    cursor,
    history: await listChanges('resource', entry.id, cursor),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function History() {
  const { history, here, cursor, now } = useLoaderData<typeof loader>()
  const t = useTranslations('listing.history')
  return (
    <>
      <h2 className="sr-only">{t('title')}</h2>
      <ChangeHistory history={history} now={now} />
      <ButtonRow>
        {cursor === null ? null : <LinkButton to={here}>{t('newest')}</LinkButton>}
        {history.nextCursor === null ? null : (
          <LinkButton rel="next" to={withQuery(here, { before: history.nextCursor })}>
            {t('older')}
          </LinkButton>
        )}
      </ButtonRow>
    </>
  )
}
