import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'

const AGAIN_MS = 1_500

type Props = { status: 'reading' | 'applying'; progress: { read: number; applied: number; toApply: number }; reloadTo: string }

/** A job under way: the page asks again by itself, and says so to those whose browser runs no scripts. */
export function JobProgress({ status, progress, reloadTo }: Props) {
  const t = useTranslations('inventory.progress')
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (state !== 'idle') return undefined
    const timer = setTimeout(revalidate, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [revalidate, state])
  const { read, applied, toApply } = progress
  return (
    <div className="grid max-w-reading gap-3">
      <output className="font-medium tabular-nums">
        {status === 'reading' ? t('reading', { read }) : t('applying', { applied, total: toApply })}
      </output>
      {status === 'applying' ? <progress value={applied} max={Math.max(toApply, 1)} className="w-full accent-accent" aria-hidden="true" /> : null}
      <p className="text-muted">{t('hint')}</p>
      <ButtonRow>
        <LinkButton to={reloadTo} reloadDocument>
          {t('reload')}
        </LinkButton>
        {status === 'reading' ? (
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
