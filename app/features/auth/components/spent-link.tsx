import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '~/ui/states'

/** The page of a one-time link that opens nothing any more. */
export function SpentLink({ body, action }: { body?: ReactNode; action: ReactNode }) {
  const t = useTranslations('auth.link')
  return (
    <EmptyState heading="h1" icon="alert" title={t('spentTitle')} action={action}>
      {body ?? <p>{t('spentBody')}</p>}
    </EmptyState>
  )
}
