import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import type { PartnerView } from '~/features/people/partners/queries.server'
import { PARTNER_KINDS } from '~/features/people/partners/schema'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'

type Props = { action: string; reply: FormReply | null; partner?: PartnerView; universityId?: string }

/** What is known of a partner, to add or to change it. */
export function PartnerForm({ action, reply, partner, universityId }: Props) {
  const t = useTranslations('affiliations.partner')
  const labels = { kind: t('kindLabel'), nameZh: t('nameZh'), nameEn: t('nameEn'), creditCode: t('creditCode') }
  const scoped = (name: string, initial?: string | null) => ({ ...fieldOf(reply, name, initial), id: partner ? `${name}-${partner.id}` : name })
  return (
    <Form method="post" action={action} className="grid max-w-form gap-4">
      <ReplyErrors reply={reply} labels={partner ? {} : labels} />
      {partner ? (
        <>
          <input type="hidden" name="id" value={partner.id} />
          <input type="hidden" name="version" value={partner.version} />
        </>
      ) : (
        <input type="hidden" name="universityId" value={universityId} />
      )}
      <SelectField field={scoped('kind', partner?.kind ?? 'enterprise')} label={labels.kind} choices={PARTNER_KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) }))} />
      <InputField field={scoped('nameZh', partner?.nameZh)} label={labels.nameZh} maxLength={200} lang="zh-CN" required />
      <InputField field={scoped('nameEn', partner?.nameEn)} label={labels.nameEn} maxLength={200} lang="en" required={false} />
      <InputField field={scoped('creditCode', partner?.creditCode)} label={labels.creditCode} hint={t('creditHint')} maxLength={18} autoComplete="off" required={false} />
      <div>
        <SubmitButton tone={partner ? 'secondary' : 'primary'}>{t(partner ? 'save' : 'add')}</SubmitButton>
      </div>
    </Form>
  )
}
