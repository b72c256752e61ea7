import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import { bilingual } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type AdmissionDeclinedProps = {
  locale: Locale
  university: { zh: string; en: string }
  reason: string
  accountLink: string
}

export function admissionDeclined(props: AdmissionDeclinedProps): Mail {
  const { locale, university, reason, accountLink } = props
  const t = createTranslator(locale)
  const name = bilingual(university, locale).text
  return composeMail({
    locale,
    t,
    subject: t('mail.admissionDeclined.subject', { university: name }),
    children: (
      <>
        <Paragraph>{t('mail.admissionDeclined.body', { university: name })}</Paragraph>
        <Paragraph>{t('mail.admissionDeclined.reason', { reason })}</Paragraph>
        <ActionLink href={accountLink}>{t('mail.admissionDeclined.action')}</ActionLink>
      </>
    ),
  })
}
