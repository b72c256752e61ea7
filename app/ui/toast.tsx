import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '~/ui/button'
import { Notice } from '~/ui/notice'
import type { NoticeTone } from '~/ui/notice'

export type Toast = { tone: NoticeTone; text: string; action?: ReactNode }
type Show = (toast: Toast | null) => void

const ToastContext = createContext<Show>(() => {})

/** Says something in a corner and to screen readers; it stays until dismissed or replaced. */
export function useToast(): Show {
  return useContext(ToastContext)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('common')
  const [toast, setToast] = useState<Toast | null>(null)
  const dismiss = useCallback(() => setToast(null), [])
  // The region is there from the start: one that appears together with its text is not read out.
  const region = useMemo(
    () => (
      <output
        data-screen-only
        className="fixed bottom-20 right-4 z-50 max-w-[calc(100vw-2rem)] lg:bottom-6 lg:right-6"
      >
        {toast === null ? null : (
          <div className="rounded-md bg-surface shadow-float">
            <Notice
              tone={toast.tone}
              action={
                <span className="flex gap-2">
                  {toast.action}
                  <Button tone="quiet" size="small" onClick={dismiss} aria-label={t('dismiss')}>
                    {t('action.close')}
                  </Button>
                </span>
              }
            >
              {toast.text}
            </Notice>
          </div>
        )}
      </output>
    ),
    [toast, dismiss, t],
  )
  return (
    <ToastContext.Provider value={setToast}>
      {children}
      {region}
    </ToastContext.Provider>
  )
}
