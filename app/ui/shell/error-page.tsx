import { isRouteErrorResponse, useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { useRequestFacts } from '~/ui/shell/request-context'
import { EmptyState, ErrorState, NoPermission } from '~/ui/states'

type Kind = 'notFound' | 'forbidden' | 'signIn' | 'tooMany' | 'unavailable' | 'tooLarge' | 'refused' | 'defect'

const kinds = new Map<number, Kind>([
  [400, 'refused'],
  [401, 'signIn'],
  [403, 'forbidden'],
  [404, 'notFound'],
  [405, 'refused'],
  [413, 'tooLarge'],
  [429, 'tooMany'],
  [503, 'unavailable'],
])

/** What stands in a page's place when there is nothing to show, or something broke. */
export function ErrorPage({ error }: { error: unknown }) {
  const t = useTranslations()
  const { key, pathname, search } = useLocation()
  const { requestId, documentKey } = useRequestFacts()
  const kind = (isRouteErrorResponse(error) && kinds.get(error.status)) || 'defect'
  const frames = { notFound: EmptyState, forbidden: NoPermission, signIn: NoPermission }
  const Frame = kind in frames ? frames[kind as keyof typeof frames] : ErrorState
  const isLogged = kind === 'defect' || kind === 'unavailable'
  const id = isLogged && key === documentKey ? requestId : ''
  return (
    <Frame
      heading="h1"
      title={t(`common.error.${kind}.title`)}
      action={
        <>
          {kind === 'signIn' ? (
            <LinkButton tone="primary" to={paths.login({ to: pathname + search })}>
              {t('common.error.signIn.action')}
            </LinkButton>
          ) : null}
          {kind === 'notFound' ? (
            <LinkButton tone="primary" to={paths.resources()}>
              {t('common.error.findResource')}
            </LinkButton>
          ) : null}
          {isLogged ? (
            <LinkButton tone="primary" to={pathname + search} reloadDocument>
              {t('common.action.reload')}
            </LinkButton>
          ) : null}
          <LinkButton to={paths.home()}>{t('common.error.home')}</LinkButton>
        </>
      }
    >
      <p>{t(`common.error.${kind}.body`)}</p>
      {id === '' ? null : (
        <p className="font-mono text-sm">{t('common.error.requestId', { id })}</p>
      )}
    </Frame>
  )
}
