import { warnOfAdmissions, warnOfCertificates } from '~/features/people/admission/warn.server'
import { noteUses } from '~/features/people/qualifications/note-uses.server'
import { warnOfLapses } from '~/features/people/qualifications/warn.server'
import type { Tasks } from '~/platform/jobs.server'

const DAY_MS = 86_400_000
/** Every hour looks so far back; once a day what was completed late is found. */
const RECENT_DAYS = 3
const LATE_DAYS = 90

export const tasks: Tasks = {
  'note-uses': async (_payload, { now }) => {
    await noteUses(now, new Date(now.getTime() - RECENT_DAYS * DAY_MS))
  },
  'warn-of-lapses': async (_payload, { now, signal }) => {
    // What was used yesterday is not idle today.
    await noteUses(now, new Date(now.getTime() - LATE_DAYS * DAY_MS))
    await warnOfLapses(now, signal)
    await warnOfAdmissions(now, signal)
    await warnOfCertificates(now, signal)
  },
}

/* 00:45 UTC is 8:45 in the morning of the alliance. */
export const cron = `
25 * * * * note-uses ?jobKey=note-uses&max=3
45 0 * * * warn-of-lapses ?jobKey=warn-of-lapses&max=3`
