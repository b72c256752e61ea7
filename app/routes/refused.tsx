import type { ActionFunctionArgs } from '@remix-run/node'
import { notFound } from '~/platform/http'

export const loader = () => {
  throw notFound()
}

/**
 * Where server.ts sends what it refuses before any page sees it (too large, too often, from another
 * site), so that the answer stands in the usual frame and language.
 */
export const action = ({ context }: ActionFunctionArgs) => {
  const { refusal } = context
  if (typeof refusal !== 'number') throw notFound()
  throw new Response(null, { status: refusal })
}

/** Never shown; without it the route would answer as data, without the frame. */
export default function Refused() {
  return null
}
