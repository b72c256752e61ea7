import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import type { ImportPage } from '~/features/catalogue/import/queries.server'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'

const AGAIN_MS = 1_500

/** A job under way: the page asks again by itself, and says so to those whose browser runs no scripts. */
export function JobProgress({ page }: { page: ImportPage }) {
  const t = useTranslations('inventory.progress')
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (state !== 'idle') return undefined
    const timer = setTimeout(revalidate, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [revalidate, state])
  const { read, applied, toApply } = page.progress
  return (
    <div className="grid max-w-reading gap-3">
      <output className="font-medium tabular-nums">
        {page.status === 'reading' ? t('reading', { read }) : t('applying', { applied, total: toApply })}
      </output>
      {page.status === 'applying' ? <progress value={applied} max={Math.max(toApply, 1)} className="w-full accent-accent" aria-hidden="true" /> : null}
      <p className="text-muted">{t('hint')}</p>
      <ButtonRow>
        <LinkButton to={paths.import(page.id)} reloadDocument>
          {t('reload')}
        </LinkButton>
        {page.status === 'reading' ? (
          <Form method="post">
            <SubmitButton tone="quiet" name="intent" value="reopen">
              {t('stop')}
            </SubmitButton>
          </Form>
        ) : null}
      </ButtonRow>
    </div>
  )
}
