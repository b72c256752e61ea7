import { useTranslations } from 'use-intl'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { entry } from '~/features/people/groups/components/entry'
import { InputField } from '~/ui/form-field'

export type GroupNames = { nameZh: string; nameEn: string; discipline: string | null }

/** What people write of a group. */
export function GroupFields({ reply, values }: { reply: ListingReply | null; values?: GroupNames }) {
  const t = useTranslations('groups')
  return (
    <>
      <InputField field={entry(reply, 'nameZh', values?.nameZh)} label={t('field.nameZh')} lang="zh-CN" maxLength={120} required />
      <InputField field={entry(reply, 'nameEn', values?.nameEn)} label={t('field.nameEn')} lang="en" maxLength={120} required />
      <InputField field={entry(reply, 'discipline', values?.discipline)} label={t('field.discipline')} hint={t('hint.discipline')} maxLength={120} required={false} />
    </>
  )
}
