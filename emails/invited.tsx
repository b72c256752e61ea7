import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import { bilingual } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type InvitedProps = { locale: Locale; university: { zh: string; en: string }; link: string; validDays: number }

/** A university has made an account for somebody, who sets its password. */
export function invited({ locale, university, link, validDays }: InvitedProps): Mail {
  const t = createTranslator(locale)
  const name = bilingual(university, locale).text
  return composeMail({
    locale,
    t,
    subject: t('mail.invited.subject', { university: name }),
    children: (
      <>
        <Paragraph>{t('mail.invited.body', { university: name })}</Paragraph>
        <ActionLink href={link}>{t('mail.invited.action')}</ActionLink>
        <Paragraph>{t('mail.invited.valid', { days: validDays })}</Paragraph>
        <Paragraph>{t('mail.invited.notYou')}</Paragraph>
      </>
    ),
  })
}
