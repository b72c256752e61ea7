import { z } from 'zod'
import { applyIntakeRows } from '~/features/people/intake/apply.server'
import { inviteNext } from '~/features/people/intake/invite.server'
import { readIntake } from '~/features/people/intake/read.server'
import { WORKS, type Works } from '~/features/people/intake/works.server'
import type { Tasks } from '~/platform/jobs.server'

const invitation = z.object({ intakeId: z.uuid(), afterRow: z.number().int() })
const payload = z.object({ intakeId: z.uuid() })

/** The tasks of the kinds of files given. */
export const intakeTasks = (works: Works): Tasks => ({
  'intake-read': async (input, { now, signal }) => readIntake(payload.parse(input).intakeId, now, signal, works),
  'intake-invite': (input, { now }) => {
    const { intakeId, afterRow } = invitation.parse(input)
    return inviteNext(intakeId, afterRow, now)
  },
  'intake-apply': async (input, { now, signal }) => applyIntakeRows(payload.parse(input).intakeId, now, signal, works),
})

export const tasks: Tasks = intakeTasks(WORKS)
