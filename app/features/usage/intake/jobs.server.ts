import { intakeTasks } from '~/features/people/intake/jobs.server'
import { ALL_WORKS } from '~/features/usage/intake/works.server'
import type { Tasks } from '~/platform/jobs.server'

export const tasks: Tasks = intakeTasks(ALL_WORKS)
