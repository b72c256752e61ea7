import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type AlreadyHaveAccountProps = { locale: Locale; signInLink: string; resetLink: string }

/** What the owner of an account hears when somebody signs up with its address. */
export function alreadyHaveAccount({ locale, signInLink, resetLink }: AlreadyHaveAccountProps): Mail {
  const t = createTranslator(locale)
  return composeMail({
    locale,
    t,
    subject: t('mail.alreadyHaveAccount.subject'),
    children: (
      <>
        <Paragraph>{t('mail.alreadyHaveAccount.body')}</Paragraph>
        <ActionLink href={signInLink}>{t('mail.alreadyHaveAccount.action')}</ActionLink>
        <Paragraph>
          <a href={resetLink}>{t('mail.alreadyHaveAccount.reset')}</a>
        </Paragraph>
        <Paragraph>{t('mail.alreadyHaveAccount.notYou')}</Paragraph>
      </>
    ),
  })
}
