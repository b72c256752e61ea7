import { z } from 'zod'
import { finishMerge } from '~/features/people/merge/merge.server'
import type { Tasks } from '~/platform/jobs.server'

const payload = z.object({ goneId: z.uuid() })

export const tasks: Tasks = {
  'finish-merge': (given, { now }) => finishMerge(payload.parse(given).goneId, now),
}
