import type { PeopleForm } from './bad-people-forms'

/** Forms of entrusted tests: one good submission each, and what can be wrong about it. */

const LONG = '长'.repeat(5_000)
const CONTROL = 'a\u0000b\u0001c'
const unknownId = '00000000-0000-4000-8000-000000000000'

export const ORDER_FORMS: Record<string, () => PeopleForm> = {
  'send samples': () => ({
    path: '/resources/cqu-mg-i03/send', as: 'researcher@swjtu.example', keeps: 'title',
    good: { title: '送样', samples: '8', names: '', nature: '合金', 'hazard.none': 'on', storage: 'room', afterwards: 'return', use: 'research' },
    bad: {
      'no name': { title: '' }, 'a long name': { title: LONG }, 'control characters': { nature: CONTROL }, 'no samples': { samples: '0' }, 'samples below nothing': { samples: '-8' },
      'half a sample': { samples: '1.5' }, 'a mountain of samples': { samples: '100000' }, 'more names than samples': { samples: '1', names: 'a\nb' }, 'nothing of hazards': { 'hazard.none': undefined },
      'none and one hazard': { 'hazard.toxic': 'on' }, 'an odd hazard': { 'hazard.magic': 'on' }, 'an odd storage': { storage: 'moon' }, 'neither back nor away': { afterwards: 'keep' },
      'a foreign group': { carrier: 'cqu-g1' }, 'an attendee that is none': { attendeeId: 'x' }, 'an unknown attendee': { attendeeId: unknownId }, 'an odd key': { key: 'x' },
    },
  }),
  'put orders on the calendar': () => ({
    path: '/manage/orders?index', as: 'manager@cqu.example', keeps: undefined,
    good: { resource: 'cqu-mg-i03', intent: 'plan', [`order.${unknownId}`]: '1', start: '2031-03-03T10:00', end: '2031-03-03T11:00' },
    bad: {
      'no orders': { [`order.${unknownId}`]: undefined }, 'an order that is none': {}, 'an odd version': { [`order.${unknownId}`]: 'x' }, 'no start': { start: '' }, 'a time that is none': { end: '2031-02-30T25:00' },
      'the end first': { end: '2031-03-03T09:00' }, 'an unknown resource': { resource: 'nowhere' }, 'an odd run': { intent: 'join', run: 'x' }, 'an unknown run': { intent: 'join', run: unknownId }, 'an odd button': { intent: 'launch' },
    },
  }),
}
