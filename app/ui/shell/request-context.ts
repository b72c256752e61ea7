import { createContext, useContext } from 'react'

export type RequestFacts = {
  /** For inline scripts; empty in the browser, which hides nonces from scripts. */
  nonce: string
  /** The document's request, as the log knows it. */
  requestId: string
  /** Where the words of the page's language are. */
  wordsUrl: string
  /** The router's key of the document's own location; pages reached inside the browser have others. */
  documentKey: string
}

export const RequestContext = createContext<RequestFacts>({
  nonce: '',
  requestId: '',
  wordsUrl: '',
  documentKey: 'default',
})

export const useRequestFacts = () => useContext(RequestContext)
