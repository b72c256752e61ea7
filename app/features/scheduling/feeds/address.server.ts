import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { FeedError } from '~/features/scheduling/feeds/feed-error'

export type Resolve = (host: string) => Promise<string[]>

/**
 * True for addresses of the public internet alone. IPv6 is limited to the space that is given out at
 * all (2000::/3), which leaves out every way of writing an IPv4 address inside one.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'))
}

export const resolveByName: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address }) => address)
}

/**
 * The address that a host is connected to: every one that its name has must be allowed, so that no
 * second answer can lead inward.
 * @throws FeedError
 */
export async function checkedAddress(host: string, { resolve, isAllowed }: { resolve: Resolve; isAllowed: (address: string) => boolean }): Promise<string> {
  const name = host.replace(/^\[|\]$/g, '')
  let addresses: string[]
  try {
    addresses = isIP(name) ? [name] : await resolve(name)
  } catch {
    throw new FeedError('no_address')
  }
  const [first] = addresses
  if (first === undefined) throw new FeedError('no_address')
  if (!addresses.every(isAllowed)) throw new FeedError('private_address')
  return first
}

/** An https address without a name or password in it, as feeds may have; null for anything else. */
export function feedUrl(text: string): URL | null {
  if (text.length > 2_000 || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname !== '' ? url : null
}
