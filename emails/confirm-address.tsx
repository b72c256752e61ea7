import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type ConfirmAddressProps = { locale: Locale; link: string; validHours: number }

/** Proves that the address belongs to whoever signed up. */
export function confirmAddress({ locale, link, validHours }: ConfirmAddressProps): Mail {
  const t = createTranslator(locale)
  return composeMail({
    locale,
    t,
    subject: t('mail.confirmAddress.subject'),
    children: (
      <>
        <Paragraph>{t('mail.confirmAddress.body')}</Paragraph>
        <ActionLink href={link}>{t('mail.confirmAddress.action')}</ActionLink>
        <Paragraph>{t('mail.linkOnce', { hours: validHours })}</Paragraph>
        <Paragraph>{t('mail.confirmAddress.notYou')}</Paragraph>
      </>
    ),
  })
}
