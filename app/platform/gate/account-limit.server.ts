import type { Request, Response } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { formField } from '~/platform/gate/body.server'
import { Attempts } from '~/platform/gate/attempts.server'
import { log } from '~/platform/log.server'
import { paths } from '~/platform/paths'

const WINDOW_MS = 15 * 60_000
/** Guesses under way at once for one account: bounds what slips in before the first one fails. */
const GUESSES_AT_ONCE = 100

type Rule = { perAccount: number; perAddress: number; counts: 'failures' | 'taken' | 'all' }
type Limit = Rule & { accounts: Attempts; addresses: Attempts }

/** Enquiries are limited together, whatever they are about. */
const ENQUIRE = 'enquire'

const limit = (rule: Rule): Limit => ({
  ...rule,
  accounts: new Attempts(rule.perAccount, WINDOW_MS),
  addresses: new Attempts(rule.perAddress, WINDOW_MS),
})

/**
 * Limits guessing passwords and sending mail to strangers. Whole campuses share one address, so a
 * sign-in that succeeds never counts, and the limit of an address is wide.
 * @returns seconds to wait, or 0; counts the answer when it is sent
 */
export function accountLimit(clock: () => number = Date.now) {
  const limits = new Map<string, Limit>([
    [paths.login(), limit({ perAccount: 10, perAddress: 200, counts: 'failures' })],
    [paths.signUp(), limit({ perAccount: 10, perAddress: 100, counts: 'all' })],
    [paths.forgotPassword(), limit({ perAccount: 10, perAddress: 100, counts: 'all' })],
    [ENQUIRE, limit({ perAccount: 10, perAddress: 100, counts: 'taken' })],
  ])
  const underWay = new Map<string, number>()

  return (req: Request, res: Response, body: Buffer): number => {
    const path = req.path.replace(/\.data$/, '').replace(/\/+$/, '')
    const rule = limits.get(/^\/resources\/[^/]+\/enquire$/.test(path) ? ENQUIRE : path)
    if (rule === undefined || req.method !== 'POST') return 0
    const address = ipKeyGenerator(req.ip ?? '')
    const email = formField(req.get('Content-Type'), body, 'email').trim().toLowerCase().slice(0, 320)
    const account = `${address} ${email}`
    const now = clock()
    const wait = Math.max(rule.accounts.blockedFor(account, now), rule.addresses.blockedFor(address, now))
    const busy = underWay.get(account) ?? 0
    if (wait > 0 || busy >= GUESSES_AT_ONCE) {
      log.warn('too many attempts', { path: req.path, address })
      return Math.max(1, Math.ceil(wait / 1000))
    }
    underWay.set(account, busy + 1)
    res.once('close', () => {
      const left = (underWay.get(account) ?? 1) - 1
      if (left > 0) underWay.set(account, left)
      else underWay.delete(account)
      if (rule.counts === 'failures' && res.statusCode < 400) return
      // An enquiry that is refused sends no mail.
      if (rule.counts === 'taken' && res.statusCode >= 400) return
      rule.accounts.add(account, clock())
      rule.addresses.add(address, clock())
    })
    return 0
  }
}
