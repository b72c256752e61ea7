import { retireResults } from '~/features/usage/orders/retire-results.server'
import type { Tasks } from '~/platform/jobs.server'

export const tasks: Tasks = {
  'retire-results': async (_payload, { now, signal }) => {
    while (!signal.aborted && (await retireResults(now)) > 0);
  },
}

/** Shortly after midnight in Chongqing. */
export const cron = '37 16 * * * retire-results ?jobKey=retire-results&max=3'
