import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { ALWAYS_OPEN, parseBlocks, WEEKDAYS, type Weekly } from '~/domain/scheduling/weekly'
import { answerCalendar } from '~/features/bookings/previews/answer-calendar.server'
import { answerHours } from '~/features/bookings/previews/answer-hours.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { addException, removeException } from '~/features/scheduling/hours/except.server'
import { hoursPage } from '~/features/scheduling/hours/queries.server'
import { saveHours } from '~/features/scheduling/hours/save.server'
import { keptOwner, type KeptOwner, type OwnerRef } from '~/features/scheduling/owner.server'
import { saveArrangement } from '~/features/scheduling/calendar/save.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

let manager: Actor
let coordinator: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  coordinator = await coordinatorOf('a')
  person = await makePerson()
})

const week = (line: string): Weekly => WEEKDAYS.flatMap((weekday) => parseBlocks(line)!.map((block) => ({ weekday, ...block })))
const owner = async (actor: Actor, ref: OwnerRef): Promise<KeptOwner> => (await keptOwner(actor, ref))!
const page = async (actor: Actor, ref: OwnerRef) => hoursPage(await owner(actor, ref), NOW)
const codes = async (resource: string, day: number, from: number, to: number) => {
  const checked = await checkBooking(person, booking(resource, at(day, from), at(day, to)), NOW)
  return checked.ok ? checked.value.problems.map(({ code }) => code) : checked.problems.map(({ code }) => code)
}
const post = (fields: Record<string, string>) => new Request('http://here.test/', { method: 'POST', body: new URLSearchParams(fields) })
const days = (line: string) => Object.fromEntries(WEEKDAYS.map((day) => [`day${day}`, line]))

describe('opening hours', () => {
  it('come from the alliance until somebody nearer sets some, and again after that', async () => {
    const resource = await makeResource({ policy: { maxMinutes: 1440, horizonDays: 90 } })
    const ref = { kind: 'resource', id: resource } as const
    expect((await page(manager, ref)).current).toMatchObject({ owner: { kind: 'alliance' } })
    expect(await codes(resource, 1, 20, 21)).toEqual(['outside_opening_hours'])

    const lab = { kind: 'lab', id: 'a-lab' } as const
    const labSeen = (await page(manager, lab)).seen
    expect((await saveHours(manager, lab, { week: { weekly: week('8-21'), observesHolidays: true }, from: '2026-11-24', seen: labSeen }, NOW)).ok).toBe(true)
    expect(await codes(resource, 1, 20, 21)).toEqual([])
    expect(await codes(resource, 0, 20, 21)).toEqual(['outside_opening_hours'])

    const { seen } = await page(manager, ref)
    await saveHours(manager, ref, { week: { weekly: week('8-21, 21-7'), observesHolidays: false }, from: '2026-11-25', seen }, NOW)
    expect(await codes(resource, 1, 21, 31)).toEqual(['outside_opening_hours'])
    expect(await codes(resource, 2, 21, 31)).toEqual([])
    const shown = await page(manager, ref)
    expect(shown.current).toMatchObject({ owner: { kind: 'alliance' } })
    expect(shown.coming).toMatchObject([{ from: '2026-11-25' }])
    expect(shown.values).toMatchObject({ day1: '08:00-21:00, 21:00-07:00' })

    // Back to the lab's hours from Friday: on that very day they hold.
    expect((await saveHours(manager, ref, { week: null, from: '2026-11-27', seen: shown.seen }, NOW)).ok).toBe(true)
    expect(await codes(resource, 3, 21, 31)).toEqual([])
    expect(await codes(resource, 4, 21, 31)).toEqual(['outside_opening_hours'])
    expect(await codes(resource, 4, 20, 21)).toEqual([])
    await db.openingSchedule.deleteMany({ where: { ownerKind: 'lab' } })
  })

  it('are saved once however often they are sent, and not over somebody else’s change', async () => {
    const resource = await makeResource()
    const ref = { kind: 'resource', id: resource } as const
    const { seen } = await page(manager, ref)
    const save = (line: string) => saveHours(manager, ref, { week: { weekly: week(line), observesHolidays: true }, from: '2026-11-24', seen }, NOW)
    expect((await Promise.all([save('8-20'), save('8-20'), save('8-20')])).every((each) => each.ok)).toBe(true)
    expect(await db.openingSchedule.count({ where: { ownerId: resource } })).toBe(1)
    expect(await db.auditEvent.count({ where: { subjectId: resource, action: 'hours.saved' } })).toBe(1)
    expect(await save('9-20')).toMatchObject({ ok: false, problems: [{ code: 'version_conflict' }] })
    expect(await saveHours(manager, ref, { week: null, from: '2026-11-20', seen }, NOW)).toMatchObject({ ok: false, problems: [{ code: 'field_invalid', params: { field: 'from' } }] })
  })

  it('are nobody else’s to set', async () => {
    const resource = await makeResource()
    for (const [actor, ref] of [
      [person, { kind: 'resource', id: resource }], [await managerOf('b'), { kind: 'lab', id: 'a-lab' }],
      [manager, { kind: 'university', id: 'a' }], [coordinator, { kind: 'alliance', id: '*' }], [await coordinatorOf('b'), { kind: 'campus', id: 'a-campus' }],
    ] as [Actor, OwnerRef][]) {
      expect(await keptOwner(actor, ref)).toBeNull()
      expect(await saveHours(actor, ref, { week: { weekly: ALWAYS_OPEN, observesHolidays: false }, from: '2026-11-24', seen: 'none' }, NOW)).toMatchObject({ ok: false, problems: [{ code: 'not_allowed' }] })
    }
  })

  it('are shown with what they would leave outside, and saved only as shown', async () => {
    const resource = await makeResource()
    const made = await createBooking(person, booking(resource, at(8, 16), at(8, 18)), NOW)
    expect(made.ok).toBe(true)
    const kept = await owner(manager, { kind: 'resource', id: resource })
    const { seen } = await hoursPage(kept, NOW)
    const fields = { form: 'hours', do: 'check', seen, from: '2026-11-24', observesHolidays: 'on', ...days('9:00-17:00') }
    const answer = await answerHours(post(fields), manager, kept, NOW)
    if ('saved' in answer) throw new Error('saved before it was shown')
    expect(answer.preview).toMatchObject({ count: 1, fallen: [{ resourceId: resource }] })

    // Another input than the one that was shown is shown again.
    const changed = await answerHours(post({ ...fields, ...days('9-16'), do: 'save', checked: answer.checked! }), manager, kept, NOW)
    expect('saved' in changed).toBe(false)
    expect(await db.openingSchedule.count({ where: { ownerId: resource } })).toBe(0)

    expect(await answerHours(post({ ...fields, do: 'save', checked: answer.checked! }), manager, kept, NOW)).toEqual({ saved: 'hours.saved' })
    expect(await db.booking.count({ where: { items: { some: { resourceId: resource } }, status: 'approved' } })).toBe(1)
  })

  it('refuses what never opens, overlaps or is no time, and keeps what was typed', async () => {
    const kept = await owner(manager, { kind: 'resource', id: await makeResource() })
    const ask = async (fields: Record<string, string>) => {
      const answer = await answerHours(post({ form: 'hours', do: 'check', seen: 'none', from: '2026-11-24', ...fields }), manager, kept, NOW)
      return 'saved' in answer ? null : { errors: answer.reply?.errors, values: answer.values }
    }
    expect((await ask(days('')))?.errors).toEqual({ day1: ['hours.rule.never_opens'] })
    expect((await ask({ day1: '8-12, 11-13' }))?.errors).toEqual({ day1: ['hours.rule.overlap'] })
    expect((await ask({ day7: '21-9', day1: '8-12' }))?.errors).toEqual({ day1: ['hours.rule.overlap'] })
    expect(await ask({ day3: 'soon' })).toMatchObject({ errors: { day3: ['hours.rule.blocks'] }, values: { day3: 'soon' } })
    expect((await ask({ day1: '8-12', from: '2026-11-22' }))?.errors).toEqual({ from: ['hours.rule.from_past'] })
  })
})

describe('exceptions and the working calendar', () => {
  it('a vacation of the campus closes, the resource’s own exception opens, and either goes again', async () => {
    const resource = await makeResource({ policy: { horizonDays: 90 } })
    const campus = { kind: 'campus', id: 'a-campus' } as const
    const range = { first: '2026-12-07', last: '2026-12-11', closed: true, blocks: [], reasonZh: '假期', reasonEn: null }
    expect(await addException(coordinator, campus, range, NOW)).toEqual({ ok: true, value: { days: 5 } })
    await addException(coordinator, campus, range, NOW)
    expect(await db.openingException.count({ where: { ownerKind: 'campus' } })).toBe(5)
    expect(await codes(resource, 15, 10, 11)).toEqual(['outside_opening_hours'])

    const own = { kind: 'resource', id: resource } as const
    await addException(manager, own, { first: '2026-12-08', last: '2026-12-08', closed: false, blocks: [{ from: 600, to: 720 }], reasonZh: null, reasonEn: null }, NOW)
    expect(await codes(resource, 15, 10, 11)).toEqual([])
    expect((await page(manager, own)).exceptions).toMatchObject([{ first: '2026-12-07', last: '2026-12-11', isOwn: false }, { first: '2026-12-08', isOwn: true }])

    await removeException(coordinator, campus, { first: '2026-12-07', last: '2026-12-31' }, NOW)
    expect(await codes(resource, 16, 10, 11)).toEqual([])
  })

  it('a make-up Saturday is open once the arrangement is loaded, a holiday is not', async () => {
    const resource = await makeResource({ policy: { horizonDays: 90 } })
    expect(await codes(resource, 12, 10, 11)).toEqual(['outside_opening_hours'])
    const made = await createBooking(person, booking(resource, at(14, 10), at(14, 11)), NOW)
    expect(made.ok).toBe(true)
    const table = '日期,类别,名称\n2026-12-05,调休上班,校庆\n2026-12-07,放假,校庆'
    const checked = await answerCalendar(post({ form: 'import', do: 'check', table }), coordinator, 'a', NOW)
    if ('saved' in checked) throw new Error('saved before it was shown')
    expect(checked.dryRun?.change).toMatchObject({ added: [{ date: '2026-12-05' }, { date: '2026-12-07' }], removed: [] })
    expect(checked.preview).toMatchObject({ count: 1 })
    expect(await db.calendarDay.count({ where: { universityId: 'a' } })).toBe(0)
    expect(await answerCalendar(post({ form: 'import', do: 'save', table, checked: checked.checked! }), coordinator, 'a', NOW)).toEqual({ saved: 'hours.calendar.saved' })
    expect(await codes(resource, 12, 10, 11)).toEqual([])
    expect(await codes(resource, 14, 15, 16)).toEqual(['outside_opening_hours'])
    // The other university keeps the week as it was.
    expect(await codes(await makeResource({ university: 'b', policy: { horizonDays: 90 } }), 12, 10, 11)).toEqual(['outside_opening_hours'])
  })

  it('is read from a file of any kind and told line by line', async () => {
    const form = new FormData()
    form.set('form', 'import')
    form.set('file', new File([new Uint8Array(Buffer.from('\uFEFF2027-05-01;放假;劳动节\n2027-13-01;放假;x\n'))], 'days.csv'))
    const answer = await answerCalendar(new Request('http://here.test/', { method: 'POST', body: form }), coordinator, 'a', NOW)
    expect(answer).toMatchObject({ dryRun: { problems: [{ row: 2, rule: 'date' }], change: { added: [{ date: '2027-05-01' }] } }, reply: { errors: { table: ['invalid'] } } })
    expect(await saveArrangement(manager, 'a', [], { replace: false, source: 'x' })).toMatchObject({ ok: false })
    expect(await saveArrangement(coordinator, null, [], { replace: false, source: 'x' })).toMatchObject({ ok: false })
  })
})
