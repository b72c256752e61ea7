import { randomBytes } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import type { Question } from '~/domain/booking/questions'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { keptOwner, lockOwner } from '~/features/scheduling/owner.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import type { QuestionsForm } from '~/features/scheduling/questions/schema'
import { transaction } from '~/platform/db.server'

/**
 * What a resource asks from now on, as a new version; bookings keep the answers to the version they were asked.
 * The same sent twice is one version.
 */
export async function saveQuestions(actor: Actor, resourceId: string, form: QuestionsForm, now: Date): Promise<Outcome<{ version: number }>> {
  return transaction(async (tx): Promise<Outcome<{ version: number }>> => {
    const owner = await keptOwner(actor, { kind: 'resource', id: resourceId }, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    await lockOwner(tx, owner)
    const current = await currentQuestions(owner.id, tx)
    const known = new Set(current.questions.map(({ id }) => id))
    const questions = form.questions.flatMap((each) => (each.zh ? [questionOf({ ...each, zh: each.zh }, known)] : []))
    if (new Set(questions.map(({ id }) => id)).size < questions.length) return refused(problem('field_invalid', { field: 'questions', rule: 'invalid' }))
    if (meaning(questions) === meaning(current.questions)) return done({ version: current.version })
    if (form.version !== current.version) return refused(problem('version_conflict', { current: current.version }))
    const version = current.version + 1
    await tx.questionSet.create({ data: { resourceId: owner.id, version, questions, createdAt: now }, select: { version: true } })
    await record(tx, {
      actorId: actor.personId, action: 'questions.saved', subjectKind: 'resource', subjectId: owner.id,
      universityId: owner.universityId, data: { version, questions: questions.map(({ zh, kind }) => ({ zh, kind })) },
    })
    return done({ version })
  })
}

type Typed = QuestionsForm['questions'][number] & { zh: string }

function questionOf(typed: Typed, known: ReadonlySet<string>) {
  const { id, kind, zh, en, mode, isRequired, choices, min, max } = typed
  return {
    id: id && known.has(id) ? id : `q${randomBytes(4).toString('hex')}`,
    kind, zh,
    en: en || null,
    modes: mode ? [mode] : [],
    isRequired: isRequired === 'on',
    choices: kind === 'choice' ? choices : [],
    min: kind === 'number' ? (min ?? null) : null,
    max: kind === 'number' ? (max ?? null) : null,
  }
}

/** Two lists ask the same, whatever their ids. */
const meaning = (questions: readonly Question[]) =>
  JSON.stringify(questions.map(({ kind, zh, en, modes, isRequired, choices, min, max }) => [kind, zh, en, modes, isRequired, choices.map((each) => [each.zh, each.en]), min, max]))
