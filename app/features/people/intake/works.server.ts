import type { IntakeKind } from '~/domain/intake/fields'
import { exams } from '~/features/people/intake/exams.server'
import { groups } from '~/features/people/intake/groups.server'
import { people } from '~/features/people/intake/people.server'
import { qualifications } from '~/features/people/intake/qualifications.server'
import type { Work } from '~/features/people/intake/work.server'

export const WORKS: Record<IntakeKind, Work> = { people, groups, qualifications, exams }
