/** Why a calendar could not be read; worded in `feeds.failure`. */
export const FEED_FAILURES = [
  'bad_address', 'not_https', 'no_address', 'private_address', 'too_many_redirects', 'too_slow', 'too_large', 'refused', 'no_connection',
  'certificate', 'not_a_calendar', 'cut_off', 'broken', 'too_many_events', 'defect',
] as const
export type FeedFailureCode = (typeof FEED_FAILURES)[number]
export type FeedFailure = { code: FeedFailureCode; status?: number }
