import { z } from 'zod'
import { applyIntakeRows } from '~/features/people/intake/apply.server'
import { inviteNext } from '~/features/people/intake/invite.server'
import { readIntake } from '~/features/people/intake/read.server'
import type { Tasks } from '~/platform/jobs.server'

const invitation = z.object({ intakeId: z.uuid(), afterRow: z.number().int() })
const payload = z.object({ intakeId: z.uuid() })

export const tasks: Tasks = {
  'intake-read': async (input, { now, signal }) => readIntake(payload.parse(input).intakeId, now, signal),
  'intake-invite': (input, { now }) => {
    const { intakeId, afterRow } = invitation.parse(input)
    return inviteNext(intakeId, afterRow, now)
  },
  'intake-apply': async (input, { now, signal }) => applyIntakeRows(payload.parse(input).intakeId, now, signal),
}
