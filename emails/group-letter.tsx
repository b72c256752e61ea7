import { ActionLink, composeMail, type Mail, Paragraph } from '#emails/compose'
import { bilingual, type BilingualText } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

export type GroupLetterProps = {
  locale: Locale
  kind:
    | 'group-invitation' | 'group-request' | 'group-accepted' | 'group-declined' | 'group-joined'
    | 'group-confirmed' | 'group-refused' | 'group-handed-over'
  group: BilingualText
  university: BilingualText
  leader: BilingualText
  /** Who asks or has joined. */
  person: BilingualText | null
  /** What they wrote, or why not. */
  message: string | null
  hasAccount: boolean
  link: string
}

const WORDS = {
  'group-invitation': 'invitation',
  'group-request': 'request',
  'group-accepted': 'accepted',
  'group-declined': 'declined',
  'group-joined': 'joined',
  'group-confirmed': 'confirmed',
  'group-refused': 'refused',
  'group-handed-over': 'handedOver',
} as const

/** What happens between a research group and its people, told to one of them. */
export function groupLetter(props: GroupLetterProps): Mail {
  const { locale, message, hasAccount, link } = props
  const t = createTranslator(locale)
  const kind = WORDS[props.kind]
  const text = (value: BilingualText | null) => (value === null ? '' : bilingual(value, locale).text)
  const values = { group: text(props.group), university: text(props.university), leader: text(props.leader), person: text(props.person) }
  return composeMail({
    locale,
    t,
    subject: t(`groups.mail.${kind}.subject`, values),
    children: (
      <>
        <Paragraph>{t(`groups.mail.${kind}.body`, values)}</Paragraph>
        {message ? <Paragraph>{t('groups.mail.message', { message })}</Paragraph> : null}
        {hasAccount ? null : <Paragraph>{t('groups.mail.signUp')}</Paragraph>}
        <ActionLink href={link}>{hasAccount ? t('groups.mail.open') : t('groups.mail.signUpAction')}</ActionLink>
      </>
    ),
  })
}
