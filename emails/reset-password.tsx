import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type ResetPasswordProps = { locale: Locale; link: string; validHours: number }

export function resetPassword({ locale, link, validHours }: ResetPasswordProps): Mail {
  const t = createTranslator(locale)
  return composeMail({
    locale,
    t,
    subject: t('mail.resetPassword.subject'),
    children: (
      <>
        <Paragraph>{t('mail.resetPassword.body')}</Paragraph>
        <ActionLink href={link}>{t('mail.resetPassword.action')}</ActionLink>
        <Paragraph>{t('mail.linkOnce', { hours: validHours })}</Paragraph>
        <Paragraph>{t('mail.resetPassword.notYou')}</Paragraph>
      </>
    ),
  })
}
