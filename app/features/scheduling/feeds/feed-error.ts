import type { FeedFailureCode } from '~/domain/calendar/feed-failure'

export class FeedError extends Error {
  constructor(
    readonly code: FeedFailureCode,
    readonly status?: number,
  ) {
    super(`the calendar cannot be read: ${code}`)
  }
}
