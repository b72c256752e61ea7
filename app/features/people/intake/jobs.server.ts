import { z } from 'zod'
import { applyIntakeRows } from '~/features/people/intake/apply.server'
import { readIntake } from '~/features/people/intake/read.server'
import type { Tasks } from '~/platform/jobs.server'

const payload = z.object({ intakeId: z.uuid() })

export const tasks: Tasks = {
  'intake-read': async (input, { now, signal }) => readIntake(payload.parse(input).intakeId, now, signal),
  'intake-apply': async (input, { now, signal }) => applyIntakeRows(payload.parse(input).intakeId, now, signal),
}
