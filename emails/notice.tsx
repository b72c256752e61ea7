import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'

export type NoticeProps = {
  locale: Locale
  /** The message, under its area. */
  kind: string
  area?: 'affiliations.mail' | 'trainingMail' | 'outages.mail' | 'waits.mail' | 'operators.mail' | 'usageMachine.mail' | 'ordersMail' | 'conductMail' | 'usageIncidents.mail'
  values: Record<string, string | number>
  /** What somebody wrote, shown as they wrote it. */
  quotes?: readonly (string | null)[]
  link: string
}

/** A short letter: what happened, what somebody said about it, the one thing to do. */
export function notice({ locale, kind, area = 'affiliations.mail', values, quotes = [], link }: NoticeProps): Mail {
  const t = createTranslator(locale)
  const say = (part: string) => word(t, `${area}.${kind}.${part}`, values) ?? ''
  return composeMail({
    locale,
    t,
    subject: say('subject'),
    children: (
      <>
        <Paragraph>{say('body')}</Paragraph>
        {quotes.map((text, index) => (text ? <Paragraph key={index}>{text}</Paragraph> : null))}
        <ActionLink href={link}>{say('action')}</ActionLink>
      </>
    ),
  })
}
