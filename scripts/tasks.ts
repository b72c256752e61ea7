import * as audit from '~/features/audit/jobs.server'
import * as auth from '~/features/auth/jobs.server'
import * as bookings from '~/features/bookings/jobs.server'
import * as previews from '~/features/bookings/previews/jobs.server'
import * as handovers from '~/features/bookings/handovers/jobs.server'
import * as outages from '~/features/bookings/outages/jobs.server'
import * as waits from '~/features/bookings/waits/jobs.server'
import * as inventory from '~/features/catalogue/import/jobs.server'
import * as affiliations from '~/features/people/affiliations/jobs.server'
import * as notifications from '~/features/notifications/jobs.server'
import * as merge from '~/features/people/merge/jobs.server'
import * as qualifications from '~/features/people/qualifications/jobs.server'
import * as feeds from '~/features/scheduling/feeds/jobs.server'
import * as orders from '~/features/usage/orders/jobs.server'
import * as conduct from '~/features/usage/conduct/jobs.server'
import * as usage from '~/features/usage/jobs.server'
import * as intake from '~/features/usage/intake/jobs.server'
import type { Tasks } from '~/platform/jobs.server'

/* Every background task of the product, and when those run that nobody enqueues. */

const parts: { tasks: Tasks; cron?: string }[] = [affiliations, audit, auth, bookings, conduct, feeds, handovers, intake, inventory, merge, notifications, orders, outages, previews, qualifications, usage, waits]

export const tasks: Tasks = Object.assign({}, ...parts.map((part) => part.tasks))

/** Lines of a crontab, in UTC. */
export const crontab = parts.flatMap(({ cron }) => (cron === undefined ? [] : [cron.trim()])).join('\n')
