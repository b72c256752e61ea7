import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { instantToLocalDateTime, localDateTimeToInstant } from '~/domain/time/zone'
import type { UseDetails } from '~/domain/usage/facts'
import { correctUse, type Corrected } from '~/features/usage/correct.server'
import type { UsePage } from '~/features/usage/logbook/page.server'
import type { CorrectInput, NewUseInput } from '~/features/usage/logbook/schema'
import { recordUse } from '~/features/usage/record-use.server'
import { db } from '~/platform/db.server'

/* What a manager writes into the forms of the logbook, as the commands want it. */

type Told = Pick<NewUseInput, 'operatorEmail' | 'operation' | 'purpose' | 'beneficiary' | 'samples' | 'warmUpMinutes' | 'measuringMinutes' | 'postMinutes' | 'remarks'>

const wrong = (field: string, rule: string) => refused(problem('field_invalid', { field, rule }))

async function personBy(email: string): Promise<string | null> {
  const person = await db.person.findUnique({ where: { email }, select: { id: true, status: true } })
  return person === null || person.status === 'merged' || person.status === 'erased' ? null : person.id
}

async function detailsOf(told: Told): Promise<Outcome<Partial<UseDetails>>> {
  const { operatorEmail, operation, purpose, beneficiary, samples, warmUpMinutes, measuringMinutes, postMinutes, remarks } = told
  const operatorId = operatorEmail === undefined ? undefined : await personBy(operatorEmail)
  if (operatorId === null) return wrong('operatorEmail', 'auth.rules.person_unknown')
  const seconds = (minutes: number | undefined) => (minutes === undefined ? undefined : minutes * 60)
  const all = {
    operatorId, operation, purpose, beneficiary, samples,
    warmUpSeconds: seconds(warmUpMinutes), measuringSeconds: seconds(measuringMinutes), postSeconds: seconds(postMinutes), remarks: remarks ?? undefined,
  }
  return done(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
}

/** A use without a booking, by its person's address and the clock of the resource's campus. */
export async function writeUse(actor: Actor, input: NewUseInput, now: Date): Promise<Outcome<{ recordId: string }>> {
  const place = await db.resource.findUnique({ where: { id: input.resourceId }, select: { campus: { select: { timeZone: true } } } })
  if (place === null) return wrong('resourceId', 'choice')
  const startsAt = localDateTimeToInstant(input.startsAt, place.campus.timeZone)
  const endsAt = localDateTimeToInstant(input.endsAt, place.campus.timeZone)
  if (startsAt === null) return wrong('startsAt', 'datetime')
  if (endsAt === null) return wrong('endsAt', 'datetime')
  const personId = await personBy(input.email)
  if (personId === null) return wrong('email', 'auth.rules.person_unknown')
  const details = await detailsOf(input)
  if (!details.ok) return details
  return recordUse(actor, { key: input.key, resourceId: input.resourceId, personId, startsAt, endsAt, details: details.value }, now)
}

/** What the form shows of the times before anything is typed. */
export function shownTimes({ record, plan, timeZone }: Pick<UsePage, 'record' | 'plan' | 'timeZone'>): { startsAt: string; endsAt: string } {
  const start = record.startsAt ?? plan?.start ?? null
  const end = record.endsAt ?? (record.status === 'in_use' ? null : (plan?.end ?? null))
  const text = (at: Date | null) => (at === null ? '' : instantToLocalDateTime(at, timeZone))
  return { startsAt: text(start), endsAt: text(end) }
}

/** A correction: times and parts that stand as the page showed them are not told anew. */
export async function writeCorrection(actor: Actor, page: UsePage, input: CorrectInput, now: Date): Promise<Outcome<Corrected>> {
  const shown = shownTimes(page)
  const at = (name: 'startsAt' | 'endsAt') => {
    const typed = input[name]
    // Nobody came: the booked times stood there only to be changed.
    return typed === undefined || typed.slice(0, 16) === shown[name] ? undefined : localDateTimeToInstant(typed, page.timeZone)
  }
  const [startsAt, endsAt] = [at('startsAt'), at('endsAt')]
  if (startsAt === null) return wrong('startsAt', 'datetime')
  if (endsAt === null) return wrong('endsAt', 'datetime')
  const details = await detailsOf(input)
  if (!details.ok) return details
  const { operation, purpose, beneficiary } = page.kinds
  const known: Partial<UseDetails> = { ...page.record.details, operation, purpose, beneficiary }
  const changed = Object.fromEntries(Object.entries(details.value).filter(([name, value]) => Reflect.get(known, name) !== value))
  const isNothing = startsAt === undefined && endsAt === undefined && input.outcome === undefined && Object.keys(changed).length === 0
  if (isNothing && !page.facts.some(({ id }) => id === input.key)) return refused(problem('nothing_changed', {}))
  return correctUse(actor, page.id, {
    key: input.key, reason: input.reason, version: input.version,
    ...(startsAt && { startsAt }), ...(endsAt && { endsAt }), ...(input.outcome && { outcome: input.outcome }),
    ...(Object.keys(changed).length > 0 && { details: changed }),
  }, now)
}
