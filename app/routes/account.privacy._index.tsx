import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { usePersonName } from '~/features/auth/components/roles'
import { MOST_EXPORTED } from '~/features/people/privacy/bounds'
import { heldAbout, whoLooked } from '~/features/people/privacy/queries.server'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const [held, looks] = await Promise.all([heldAbout(actor, now), whoLooked(actor, now)])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('rights.held.title') }), held, looks, now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'
const PLACES = ['booking', 'bookings', 'approvals', 'rights', 'people', 'uses', 'roster', 'looked_up'] as const

export default function AccountPrivacy() {
  const { held, looks, now } = useLoaderData<typeof loader>()
  const t = useTranslations('rights.held')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const nameOf = usePersonName()
  const where = {
    profile: paths.account(), roles: paths.accountRights(), affiliations: paths.accountRights(), groups: paths.accountRights(),
    bookings: paths.bookings(), sessions: paths.accountSessions(), tokens: paths.accountTokens(), acceptances: paths.account(),
  }
  const kinds = [
    'profile', 'affiliations', 'groups', 'projects', 'roles', 'qualifications', 'admissions', 'certificates', 'bookings', 'sessions', 'tokens', 'acceptances', 'audit',
  ] as const
  return (
    <>
      <p className="text-muted">{t('lead')} <HelpLink topic="privacy" /></p>
      <Section title={t('what')}>
        <Table
          caption={t('what')}
          isCaptionHidden
          rows={kinds.map((kind) => ({ kind, count: kind === 'profile' ? 1 : held[kind] }))}
          rowKey={({ kind }) => kind}
          columns={[
            {
              key: 'kind',
              label: t('kind'),
              isRowHeader: true,
              cell: ({ kind }) =>
                kind in where ? <Link className={link} to={where[kind as keyof typeof where]}>{t(kind)}</Link> : t(kind),
            },
            { key: 'count', label: t('count'), isNumeric: true, cell: ({ count }) => count },
          ]}
        />
        <p>{t('minimal')}</p>
        <p>{t.rich('borders', { link: (text) => <Link className={link} to={paths.privacyBorders()}>{text}</Link> })}</p>
      </Section>
      <Section title={t('looked')}>
        <p className="text-muted">{looks.length === 0 ? t('lookedNone') : t('lookedLead')}</p>
        {looks.length === 0 ? null : (
          <Table
            caption={t('looked')}
            isCaptionHidden
            rows={looks}
            rowKey={({ id }) => id}
            columns={[
              { key: 'reader', label: t('reader'), isRowHeader: true, cell: ({ reader }) => (reader === null ? t('someone') : nameOf(reader)) },
              { key: 'at', label: t('at'), cell: ({ at }) => formatDate(at, { locale, timeZone, now }) },
              {
                key: 'place',
                label: t('place'),
                cell: ({ where: place }) => {
                  const known = PLACES.find((each) => each === place)
                  return known ? t(`places.${known}`) : place
                },
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('export')}>
        <p className="text-muted">{t('exportLead', { count: MOST_EXPORTED })}</p>
        <div>
          <LinkButton reloadDocument to={paths.accountExport()}>{t('exportAction')}</LinkButton>
        </div>
      </Section>
      <Section title={t('erase')}>
        <p className="text-muted">{t('eraseLead')}</p>
        <div>
          <LinkButton tone="danger" to={paths.accountErase()}>{t('eraseAction')}</LinkButton>
        </div>
      </Section>
    </>
  )
}
