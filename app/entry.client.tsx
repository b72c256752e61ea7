import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { IntlProvider } from 'use-intl'
import { defaultLocale, defaultTimeZone, isLocale } from '~/i18n/locale'
import type { AppMessages } from '~/i18n/messages'
import { RequestContext } from '~/ui/shell/request-context'

const { lang, dataset } = document.documentElement
const locale = isLocale(lang) ? lang : defaultLocale
const wordsUrl = document.querySelector('link#words')?.getAttribute('href') ?? ''
const state: unknown = window.history.state
const facts = {
  nonce: '',
  requestId: dataset.requestId ?? '',
  wordsUrl,
  documentKey: hasKey(state) ? state.key : 'default',
}

// The next document is told the reader's zone; this one must match what the server rendered.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
if (zone !== dataset.zone) {
  document.cookie = `zone=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax`
}

// The words of the one language shown come as data, already under way since the head was read.
void loadWords(wordsUrl).then((messages) => {
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RequestContext.Provider value={facts}>
          <IntlProvider
            locale={locale}
            messages={messages}
            timeZone={dataset.zone ?? defaultTimeZone}
          >
            <RemixBrowser />
          </IntlProvider>
        </RequestContext.Provider>
      </StrictMode>,
    )
  })
})

/** The scroll restoration gives the entry its key before this runs, and the router takes it over. */
function hasKey(state: unknown): state is { key: string } {
  return typeof state === 'object' && state !== null && 'key' in state
}

async function loadWords(url: string): Promise<AppMessages> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The words at ${url} answered ${response.status}`)
  return response.json()
}
