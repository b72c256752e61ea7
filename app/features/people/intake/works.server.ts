import type { IntakeKind } from '~/domain/intake/fields'
import { exams } from '~/features/people/intake/exams.server'
import { groups } from '~/features/people/intake/groups.server'
import { people } from '~/features/people/intake/people.server'
import { qualifications } from '~/features/people/intake/qualifications.server'
import type { Work } from '~/features/people/intake/work.server'

/** What each kind of file does. Those of later features are added where jobs and routes are wired. */
export type Works = Readonly<Partial<Record<IntakeKind, Work>>>

export const WORKS: Works = { people, groups, qualifications, exams }

export function workFor(works: Works, kind: IntakeKind): Work {
  const work = works[kind]
  if (work === undefined) throw new Error(`nothing is wired for files of ${kind}`)
  return work
}
