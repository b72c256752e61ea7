import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import { bilingual } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type AdmittedProps = {
  locale: Locale
  university: { zh: string; en: string }
  signInLink: string
}

/** A coordinator has admitted somebody whose address is not of a member's domain. */
export function admitted({ locale, university, signInLink }: AdmittedProps): Mail {
  const t = createTranslator(locale)
  const name = bilingual(university, locale).text
  return composeMail({
    locale,
    t,
    subject: t('mail.admitted.subject', { university: name }),
    children: (
      <>
        <Paragraph>{t('mail.admitted.body', { university: name })}</Paragraph>
        <ActionLink href={signInLink}>{t('mail.admitted.action')}</ActionLink>
      </>
    ),
  })
}
