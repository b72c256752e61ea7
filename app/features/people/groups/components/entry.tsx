import { useLocale, useTranslations } from 'use-intl'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import { bilingual, type BilingualText } from '~/i18n/bilingual'
import type { AppMessages } from '~/i18n/messages'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'
import { Notice } from '~/ui/notice'

export type GroupField = keyof AppMessages['groups']['field']

/** One field of a form as the controls of `ui` want it; `prefix` keeps the ids of two forms on a page apart. */
export function entry(reply: ListingReply | null | undefined, name: GroupField, initial?: string | null, prefix = ''): FieldMeta {
  const kept = reply?.values[name]
  return {
    id: prefix + name,
    name,
    errors: reply?.errors[name],
    initialValue: reply ? (typeof kept === 'string' ? kept : undefined) : (initial ?? undefined),
  }
}

/** What is wrong with a form that came back, and what is in its way. */
export function ReplyNotices({ reply, prefix = '' }: { reply: ListingReply | null | undefined; prefix?: string }) {
  const t = useTranslations('groups')
  if (!reply) return null
  const errors = Object.entries(reply.errors).flatMap(([field, rules]) =>
    rules.map((message) => (t.has(`field.${field as GroupField}`) ? { id: prefix + field, label: t(`field.${field as GroupField}`), message } : { message })),
  )
  return (
    <>
      <FormErrors errors={errors} />
      {reply.conflict ? <Notice tone="warn" announce="now" title={t('conflict')} /> : null}
      <ProblemNotices problems={reply.problems} />
    </>
  )
}

export function useName(): (value: BilingualText) => string {
  const locale = useLocale()
  return (value) => bilingual(value, locale).text
}

/** What to call a person: the name in the reader's language, else the other, else the address. */
export function usePersonText(): (person: { nameZh: string | null; nameEn: string | null; email?: string }) => string {
  const locale = useLocale()
  return ({ nameZh, nameEn, email }) => bilingual({ zh: nameZh, en: nameEn }, locale).text || (email ?? '')
}
