import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '~/ui/button'
import { useIsBrowser } from '~/ui/is-browser'

/** The words of thanks in both languages; the button copies, and without it they can be marked. */
export function Thanks({ words }: { words: { zh: string; en: string } }) {
  const t = useTranslations('conductAfter.thanks')
  const [copied, setCopied] = useState<'zh' | 'en' | null>(null)
  const isBrowser = useIsBrowser()
  return (
    <div className="grid max-w-reading gap-4">
      {(['zh', 'en'] as const).map((language) => (
        <div key={language} className="grid gap-2">
          <p className="text-sm text-muted">{t(language)}</p>
          <p lang={language === 'zh' ? 'zh-CN' : 'en'} className="select-all break-words border-l-2 border-line pl-3">{words[language]}</p>
          {isBrowser ? (
            <Button
              size="small"
              onClick={() => {
                void navigator.clipboard?.writeText(words[language]).then(() => setCopied(language))
              }}
            >
              {t('copy', { language: t(language) })}
            </Button>
          ) : null}
          <output className="text-sm text-muted">{copied === language ? t('copied') : ''}</output>
        </div>
      ))}
    </div>
  )
}
