import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { paths, withQuery } from '~/platform/paths'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'

type Props = { title: string; body: string; email: string; isDemo: boolean }

/** Says that a mail is on its way, in the same words whether or not the address is known. */
export function MailSent({ title, body, email, isDemo }: Props) {
  const t = useTranslations('auth.hint')
  return (
    <Page title={title} width="form">
      <output>{body}</output>
      <p><HelpLink topic="mail" /></p>
      {isDemo ? (
        <p>
          {t.rich('demoMailbox', {
            link: (chunks) => <Link to={withQuery(paths.mailbox(), { to: email })}>{chunks}</Link>,
          })}
        </p>
      ) : null}
    </Page>
  )
}
