import { useCallback, useEffect, useMemo, useState } from 'react'
import { type Entry, type Line, type Listed, Outbox, type RefusedEntry } from '~/features/usage/kiosk/components/outbox'
import { useIsBrowser } from '~/ui/is-browser'

export type Kiosk = {
  /** False until the browser's storage was read: the server knows nothing of it. */
  isReady: boolean
  token: string | null
  line: Line
  list: Listed | null
  entries: Entry[]
  refused: RefusedEntry[]
  now: Date
  note: (entry: Pick<Entry, 'kind' | 'itemId' | 'code' | 'who'>) => Entry
  send: () => void
  dismiss: (id: string) => void
  signIn: (token: string) => void
}

const EVERY_MS = 20_000

/** A tablet's desk: what it keeps, and its talk with the server whenever there is a network. */
export function useKiosk(labId: string): Kiosk {
  const isBrowser = useIsBrowser()
  const own = useMemo(() => (isBrowser ? new Outbox(labId) : null), [isBrowser, labId])
  const [line, setLine] = useState<Line>('open')
  // What is kept lies in the browser's storage; this only asks to be drawn anew from it.
  const [, redraw] = useState(0)
  const draw = useCallback(() => redraw((count) => count + 1), [])

  const meet = useCallback(async (box: Outbox) => {
    draw()
    if (box.token === null) return
    setLine(await box.meet())
    draw()
  }, [draw])

  useEffect(() => {
    if (own === null) return
    const box = own
    // The token comes behind the address' number sign, which no server sees, and does not stay there.
    const given = /^#(ccd_[\w-]{20,200})$/.exec(window.location.hash)?.[1]
    if (given !== undefined) {
      box.signIn(given)
      window.history.replaceState(window.history.state, '', window.location.pathname)
    }
    const first = setTimeout(() => void meet(box), 0)
    const timer = setInterval(() => void meet(box), EVERY_MS)
    const isBack = () => void meet(box)
    const isCut = () => setLine('cut')
    window.addEventListener('online', isBack)
    window.addEventListener('offline', isCut)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
      window.removeEventListener('online', isBack)
      window.removeEventListener('offline', isCut)
    }
  }, [own, meet])
  useEffect(() => keepPage(), [])

  return {
    isReady: own !== null,
    token: own?.token ?? null,
    line,
    list: own?.list ?? null,
    entries: own?.entries ?? [],
    refused: own?.refused ?? [],
    now: own?.now() ?? new Date(0),
    note: (entry) => {
      if (own === null) throw new Error('the desk is not ready')
      const noted = own.add(entry)
      draw()
      void meet(own)
      return noted
    },
    send: () => {
      if (own) void meet(own)
    },
    dismiss: (id) => {
      own?.dismiss(id)
      draw()
    },
    signIn: (token) => {
      if (own === null) return
      own.signIn(token.trim())
      setLine('open')
      void meet(own)
    },
  }
}

/** Has the service worker keep this page and what it is made of, so that it opens without a network. */
function keepPage(): void {
  if (!('serviceWorker' in navigator)) return
  const keep = async () => {
    await navigator.serviceWorker.register('/kiosk-worker.js', { scope: '/kiosk/' })
    const { active } = await navigator.serviceWorker.ready
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
    const linked = [...document.querySelectorAll<HTMLLinkElement>('link[href]')].map(({ href }) => href)
    const ours = [...new Set([...loaded, ...linked])].filter((each) => {
      const url = new URL(each)
      return url.origin === window.location.origin && !url.pathname.startsWith('/api/') && !url.pathname.startsWith('/__')
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is of one origin
    active?.postMessage({ keep: [window.location.pathname, ...ours] })
  }
  // After all of the page has come.
  if (document.readyState === 'complete') void keep().catch(() => undefined)
  else window.addEventListener('load', () => void keep().catch(() => undefined), { once: true })
}
