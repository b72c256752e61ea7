import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { TextareaField } from '~/ui/form-field'

export type DecisionFormProps = {
  action: string
  /** What was typed before a refusal. */
  comment?: string
  errors?: string[]
  /** Hidden fields that say what is decided. */
  children: ReactNode
}

/** Yes or no to one request, with a comment that the applicant reads. */
export function DecisionForm({ action, comment, errors, children }: DecisionFormProps) {
  const t = useTranslations('approvals')
  return (
    <Form method="post" action={action} className="grid max-w-form gap-4">
      {children}
      <TextareaField
        field={{ id: 'comment', name: 'comment', errors, initialValue: comment }}
        label={t('comment')}
        hint={t('commentHint')}
        maxLength={2000}
        rows={2}
      />
      <ButtonRow>
        <SubmitButton name="decision" value="approve">
          {t('approve')}
        </SubmitButton>
        <SubmitButton name="decision" value="decline" tone="danger">
          {t('decline')}
        </SubmitButton>
      </ButtonRow>
    </Form>
  )
}
