import { useTranslations } from 'use-intl'
import { fieldOf, type FormReply } from '~/features/auth/components/form-reply'
import { InputField } from '~/ui/form-field'

type Props = { reply: FormReply | null | undefined; nameZh?: string | null; nameEn?: string | null }

/** A person's name in both languages, of which one is enough. */
export function NameFields({ reply, nameZh, nameEn }: Props) {
  const t = useTranslations('auth')
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2" aria-describedby="names-hint">
      <InputField
        field={fieldOf(reply, 'nameZh', nameZh)}
        label={t('field.nameZh')}
        autoComplete="name"
        maxLength={80}
        lang="zh-CN"
      />
      <InputField
        field={fieldOf(reply, 'nameEn', nameEn)}
        label={t('field.nameEn')}
        autoComplete="name"
        maxLength={80}
        lang="en"
      />
      <p id="names-hint" className="text-sm text-muted sm:col-span-2">
        {t('hint.names')}
      </p>
    </fieldset>
  )
}

/** A new password and its repetition. */
export function NewPasswordFields({ reply }: { reply: FormReply | null | undefined }) {
  const t = useTranslations('auth')
  return (
    <>
      <InputField
        field={fieldOf(reply, 'password')}
        label={t('field.newPassword')}
        hint={t('hint.password')}
        type="password"
        autoComplete="new-password"
        required
      />
      <InputField
        field={fieldOf(reply, 'repeat')}
        label={t('field.repeat')}
        type="password"
        autoComplete="new-password"
        required
      />
    </>
  )
}
