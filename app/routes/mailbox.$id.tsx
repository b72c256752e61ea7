import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { LetterText } from '~/features/notifications/components/letter-text'
import { getMailboxLetter } from '~/features/notifications/queries.server'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ params }: LoaderFunctionArgs) {
  const letter = await getMailboxLetter(params.id ?? '')
  if (letter === null) throw notFound()
  return { pageTitle: letter.subject, letter, now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function MailboxLetter() {
  const { letter, now } = useLoaderData<typeof loader>()
  const t = useTranslations('admin.mailbox')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  return (
    <Page title={letter.subject} width="reading" breadcrumbs={<Link to={paths.mailbox()}>{t('back')}</Link>}>
      <DataList
        items={[
          { label: t('to'), value: letter.to },
          { label: t('at'), value: formatDateTime(letter.at, { locale, timeZone, now }) },
        ]}
      />
      <Section title={t('text')}>
        <LetterText text={letter.text} />
      </Section>
      <Section title={t('html')}>
        <iframe
          title={t('frame', { subject: letter.subject })}
          // The letter is ours, but its links must open the page, not the frame.
          srcDoc={letter.html.replace('<head>', '<head><base target="_top">')}
          sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
          className="h-120 w-full rounded-md border border-line bg-white"
        />
      </Section>
      {letter.icalendar === null ? null : (
        <Section title={t('invitation')}>
          <ButtonRow>
            <LinkButton to={paths.mailboxInvitation(letter.id)} reloadDocument download>
              {t('download')}
            </LinkButton>
          </ButtonRow>
          <pre className="whitespace-pre-wrap rounded-md border border-line bg-sunken p-3 font-mono text-sm break-all">
            {letter.icalendar}
          </pre>
        </Section>
      )}
    </Page>
  )
}
