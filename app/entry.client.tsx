import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { IntlProvider } from 'use-intl'
import { defaultLocale, defaultTimeZone, isLocale } from '~/i18n/locale'
import type { Locale } from '~/i18n/locale'
import type { AppMessages } from '~/i18n/messages'
import { RequestContext } from '~/ui/shell/request-context'

/** The browser fetches the words of the language it shows, as one file that it keeps. */
const words: Record<Locale, () => Promise<{ default: object }>> = {
  'zh-CN': () => import('~/i18n/messages/zh-CN'),
  en: () => import('~/i18n/messages/en'),
}

const { lang, dataset } = document.documentElement
const locale = isLocale(lang) ? lang : defaultLocale
const facts = { nonce: '', requestId: dataset.requestId ?? '' }

// The next document is told the reader's zone; this one must match what the server rendered.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
if (zone !== dataset.zone) {
  document.cookie = `zone=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax`
}

void words[locale]().then(({ default: messages }) => {
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RequestContext.Provider value={facts}>
          <IntlProvider
            locale={locale}
            messages={messages as AppMessages}
            timeZone={dataset.zone ?? defaultTimeZone}
          >
            <RemixBrowser />
          </IntlProvider>
        </RequestContext.Provider>
      </StrictMode>,
    )
  })
})
