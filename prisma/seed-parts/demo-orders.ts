import { addMinutes } from '~/domain/time/interval'
import { addDays, plainDateOf, wallToInstant } from '~/domain/time/zone'
import type { OrderStatus, SampleState } from '~/domain/orders/states'
import { requestRow } from '~/features/approvals/request.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import { alliance } from './data'
import { demoPerson } from './demo-people'
import { randomOf, uuidOf } from './random'

const ZONE = 'Asia/Shanghai'
const CODE_LETTERS = '23456789BCDFGHJKMNPQRSTVWXZ'

type DemoOrder = {
  key: string
  resource: string
  by: string
  status: Exclude<OrderStatus, 'queued'>
  /** Days ago of each step: asked, accepted or declined, received, measured, released, sent back. */
  days: number[]
  samples: number
  title: string
  nature: string
  storage?: string
  afterwards?: 'return' | 'dispose'
}

/** As illustrative as the machines; the finished ones are what the usual time rests on. */
const ORDERS: DemoOrder[] = [
  { key: '1', resource: 'cqu-mg-i02', by: 'researcher@swust.example', status: 'asked', days: [1], samples: 6, title: '镁合金断口形貌（示例）', nature: 'AZ31 镁合金拉伸断口，已超声清洗', storage: 'dry' },
  { key: '2', resource: 'cqu-mg-i02', by: 'researcher@swjtu.example', status: 'accepted', days: [4, 3], samples: 4, title: '轮轨钢腐蚀层（示例）', nature: 'U75V 钢截面，已镶嵌抛光' },
  { key: '3', resource: 'cqu-mg-i02', by: 'researcher@swust.example', status: 'received', days: [9, 8, 5], samples: 8, title: '陶瓷涂层截面（示例）', nature: '氧化锆涂层截面，导电胶固定', storage: 'dry' },
  { key: '4', resource: 'cqu-mg-i02', by: 'student@cqjtu.example', status: 'received', days: [8, 7, 4], samples: 3, title: '混凝土界面区（示例）', nature: '骨料界面区薄片' },
  { key: '5', resource: 'cqu-mg-i02', by: 'researcher@swjtu.example', status: 'ready', days: [20, 19, 15, 11, 9], samples: 5, title: '焊缝组织（示例）', nature: '铝合金焊缝，已腐蚀' },
  { key: '6', resource: 'cqu-mg-i02', by: 'researcher@swust.example', status: 'returned', days: [40, 39, 36, 31, 29, 27], samples: 10, title: '粉体形貌（示例）', nature: '羟基磷灰石粉体' },
  { key: '7', resource: 'cqu-mg-i02', by: 'pi@swjtu.example', status: 'returned', days: [55, 54, 50, 46, 44, 42], samples: 2, title: '磨损表面（示例）', nature: '销盘磨损试样', afterwards: 'dispose' },
  { key: '8', resource: 'cqu-mg-i02', by: 'student@cqjtu.example', status: 'returned', days: [70, 69, 66, 60, 58, 56], samples: 6, title: '锚杆断口（示例）', nature: '锚杆钢拉伸断口' },
  { key: '9', resource: 'scu-polymer-i01', by: 'researcher@cqu.example', status: 'asked', days: [9], samples: 12, title: '共聚物组成（示例）', nature: '氘代氯仿溶液，约 20 mg/mL', storage: 'cool', afterwards: 'dispose' },
  { key: '10', resource: 'cqu-mg-i04', by: 'researcher@swjtu.example', status: 'declined', days: [6, 5], samples: 40, title: '岩粉物相（示例）', nature: '岩粉，未研磨' },
]

const STEPS = [['ask', 'asked'], ['accept', 'accepted'], ['receive', 'received'], ['measure', 'measured'], ['release', 'ready'], ['return', 'returned']] as const
const ACTIONS: Record<string, string> = { ask: 'asked', accept: 'accepted', decline: 'declined', receive: 'received', measure: 'measured', release: 'released', return: 'returned' }
const STATES: Partial<Record<OrderStatus, SampleState>> = { received: 'received', measured: 'measured', ready: 'measured' }

/** Entrusted tests in every state but on the calendar, so that the queue, the usual time and the results are not empty. */
export async function seedDemoOrders(tx: Prisma.TransactionClient, { now, since }: { now: Date; since: Date }): Promise<void> {
  for (const order of ORDERS) {
    const resource = alliance.resources.find(({ id }) => id === order.resource)
    const place = await tx.resource.findUnique({ where: { id: order.resource }, select: { labId: true, universityId: true } })
    if (!resource || !place) throw new Error(`seed data: no resource ${order.resource}`)
    const { labId, universityId } = place
    const person = demoPerson(order.by)
    const manager = demoPerson(`manager@${universityId}.example`)
    const id = uuidOf(`order:${order.key}`)
    const random = randomOf(`order:${order.key}`)
    const at = (daysAgo: number) => {
      const then = addMinutes(wallToInstant(addDays(plainDateOf(now, ZONE), -daysAgo), 9 * 60, ZONE), random.int(0, 400))
      return then < now ? then : addMinutes(now, -30)
    }
    const times = order.days.map(at)
    const path = order.status === 'declined' ? ([['ask', 'asked'], ['decline', 'declined']] as const) : STEPS.slice(0, times.length)
    const when = (step: string) => { const index = path.findIndex(([name]) => name === step); return index < 0 ? null : times[index]! }
    const perHour = (resource.yuanPerHour[person.home === universityId ? 0 : 1] ?? 0) * 100
    const minutes = 30 * order.samples
    const totalFen = Math.floor((perHour * minutes) / 60)
    const isQuoted = when('accept') !== null
    const until = addDays(plainDateOf(when('release') ?? now, ZONE), 90)
    await tx.testOrder.create({
      data: {
        id, code: Array.from({ length: 8 }, () => random.pick([...CODE_LETTERS])).join(''), resourceId: order.resource, applicantId: person.id, askedById: person.id,
        homeUniversityId: person.home, originClass: person.home === universityId ? 'own_university' : 'alliance_member', purpose: 'research', status: order.status,
        title: order.title, nature: order.nature, hazards: ['none'], storage: order.storage ?? 'room', afterwards: order.afterwards ?? 'return',
        ...(isQuoted && {
          quotedFen: BigInt(totalFen),
          quote: {
            totalFen, currency: 'CNY', minutes, note: null,
            lines: [{ perHourFen: perHour, seconds: minutes * 60, quantity: 1, amountFen: totalFen, rule: `list/${person.home === universityId ? 'own_university' : 'alliance_member'}/any/${since.toISOString()}` }],
          },
        }),
        ...(when('release') && { resultLink: 'https://data.example/demo', resultUntil: new Date(`${until}T00:00:00Z`) }),
        askedAt: times[0]!, receivedAt: when('receive'), measuredAt: when('measure'), readyAt: when('release'), version: path.length, updatedAt: times.at(-1)!,
        samples: {
          create: Array.from({ length: order.samples }, (_, index) => ({
            number: index + 1, state: order.status === 'returned' ? (order.afterwards === 'dispose' ? 'disposed' : 'returned') : (STATES[order.status] ?? 'announced'),
            place: when('receive') ? 'A-3' : null, changedAt: times.at(-1)!,
          })),
        },
        steps: {
          create: path.map(([step, to], index) => ({
            step, toStatus: to, fromStatus: index === 0 ? null : path[index - 1]![1], byId: index === 0 ? person.id : manager.id, at: times[index]!,
            reason: step === 'decline' ? '样品须先研磨至 45 µm 以下，请处理后重新委托。' : null,
          })),
        },
      },
      select: { id: true },
    })
    await tx.auditEvent.createMany({
      data: path.map(([step], index) => ({
        at: times[index]!, actorId: index === 0 ? person.id : manager.id, action: `order.${ACTIONS[step]}`, subjectKind: 'test_order', subjectId: id, universityId, data: {},
      })),
    })
    if (order.status === 'asked') {
      const step = { id: `lab:${labId}`, approver: { role: 'lab_manager' as const, scopeKind: 'lab' as const, scopeId: labId }, need: 'any' as const, dueHours: null }
      const row = requestRow({ subjectKind: 'test_order', subjectId: id, route: { steps: [[step]] }, requesterIds: [person.id], universityId, labId, dueAt: null, now: times[0]! })
      await tx.$executeRaw`SELECT open_request(${JSON.stringify(row)}::jsonb)`
    }
  }
}
