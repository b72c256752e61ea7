import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False while the server renders and until the page has come alive, then true. */
export function useIsBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
