import { beforeAll, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { applyIntakeRows } from '~/features/people/intake/apply.server'
import { db } from '~/platform/db.server'
import { coordinatorOf, makeWorld, NOW } from '#tests/factories/world'
import { installQueue } from '../inventory/world'
import { checked, confirmed, csv, held, never } from './world'

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  coordinator = await coordinatorOf('a')
})

/** How many people; measured with 20,000, kept smaller for every day. */
const COUNT = Number(process.env.INTAKE_ROWS ?? 3_000)

it('a faculty comes in once, whenever the worker is killed', async () => {
  const teachers = Math.floor(COUNT / 20)
  const lines = Array.from({ length: COUNT }, (_, at) =>
    at < teachers ? [`教师${at}`, `t${at}@a.example`, '教师', `学院${at % 12}`, '', ''] : [`学生${at}`, `s${at}@a.example`, '硕士生', `学院${at % 12}`, '2028-06-30', `t${at % teachers}@a.example`],
  )
  const file = csv([['姓名', '邮箱', '类别', '学院', '截止日期', '导师邮箱'], ...lines, ['', 'bad', '', '', '', '']])
  let peak = 0
  const meter = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss) }, 50)
  const started = performance.now()
  const id = await checked(coordinator, 'people', file)
  const read = performance.now() - started
  expect((await held(id)).progress).toMatchObject({ read: COUNT + 1, counts: { added: COUNT, refused: 1 } })
  await confirmed(coordinator, id)
  // Dies when two batches have been committed.
  let left = 2
  const dying = new Proxy(never, {
    get: (target, key) =>
      key !== 'throwIfAborted' ? Reflect.get(target, key) : () => {
        left -= 1
        if (left < 0) throw new Error('killed')
      },
  })
  const applying = performance.now()
  await expect(applyIntakeRows(id, NOW, dying)).rejects.toThrow('killed')
  expect(await db.affiliation.count({ where: { importId: id } })).toBe(1_000)
  // Two workers beside each other take turns.
  await Promise.all([applyIntakeRows(id, NOW, never), applyIntakeRows(id, NOW, never)])
  const wrote = performance.now() - applying
  clearInterval(meter)
  expect(await db.affiliation.count({ where: { importId: id, sponsorId: { not: null } } })).toBe(COUNT - teachers)
  expect(await db.affiliation.count({ where: { importId: id } })).toBe(COUNT)
  expect(await db.auditEvent.count({ where: { action: 'person.imported' } })).toBe(COUNT)
  expect(await held(id)).toMatchObject({ status: 'applied', progress: { applied: COUNT, toApply: COUNT } })
  const again = await checked(coordinator, 'people', file)
  expect((await held(again)).progress.counts).toMatchObject({ same: COUNT, added: 0, changed: 0, refused: 1 })
  if (process.env.INTAKE_ROWS) process.stdout.write(`${COUNT} rows: dry run ${Math.round(read)} ms, apply ${Math.round(wrote)} ms, peak ${Math.round(peak / 1e6)} MB\n`)
})
