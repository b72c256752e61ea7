import type { PeopleForm } from './bad-people-forms'
import { RESOURCES } from './demo'

/** Forms of chains and of those who book for others: one good submission each, and what can be wrong about it. */

const LONG = '长'.repeat(5_000)
const CONTROL = 'a\u0000b\u0001c'
const unknownId = '00000000-0000-4000-8000-000000000000'
const [first, second] = [RESOURCES.badInput.id, 'cqupt-iiot-i01']
const rows = { 'steps[0].resourceId': first, 'steps[0].minutes': '60', 'steps[1].resourceId': second, 'steps[1].minutes': '60', 'steps[1].begins': 'after', 'steps[1].gapMinutes': '240' }
const badRows = {
  'no length': { 'steps[1].minutes': '' }, 'an endless length': { 'steps[1].minutes': '99999999' }, 'a length below nothing': { 'steps[1].minutes': '-60' },
  'half a minute': { 'steps[1].minutes': '0.5' }, 'an odd beginning': { 'steps[1].begins': 'before' }, 'a wait below nothing': { 'steps[1].gapMinutes': '-1' },
  'a quantity of nothing': { 'steps[1].quantity': '0' }, 'an odd way of use': { 'steps[1].mode': 'by_magic' }, 'an unknown resource': { 'steps[1].resourceId': 'nowhere' },
  'a resource with control characters': { 'steps[1].resourceId': CONTROL },
}

export const CHAIN_FORMS: Record<string, () => PeopleForm> = {
  'book a chain': () => ({
    path: '/bookings/chain', as: 'researcher@cqu.example', keeps: 'title',
    good: { intent: 'book', startDate: '2027-03-01', startTime: '10:00', title: '链式预约', ...rows },
    bad: {
      ...badRows, 'no steps': Object.fromEntries(Object.keys(rows).map((name) => [name, undefined])), 'a date that is none': { startDate: '2027-02-30' }, 'a time that is none': { startTime: '25:00' },
      'nobody comes': { headCount: '0' }, 'half a person': { headCount: '1.5' }, 'an attendee that is none': { attendeeId: 'x' }, 'an unknown attendee': { attendeeId: unknownId },
      'long notes': { notes: LONG }, 'control characters in the notes': { notes: CONTROL }, 'a foreign group': { carrier: 'swjtu-g1' },
    },
  }),
  'save a chain of a lab': () => ({
    path: '/manage/labs/cqu-power/chains', as: 'manager@cqu.example', keeps: 'nameEn',
    good: { intent: 'save', version: '0', nameZh: '链', nameEn: 'A chain of a lab', 'steps[0].resourceId': 'cqu-power-i03', 'steps[0].minutes': '60', ...Object.fromEntries(Object.entries(rows).filter(([name]) => name.startsWith('steps[1]'))) },
    bad: {
      ...badRows, 'no name': { nameZh: '' }, 'a long name': { nameZh: LONG }, 'control characters': { nameZh: CONTROL }, 'an odd version': { version: 'new' },
      'one step': { 'steps[1].resourceId': undefined, 'steps[1].minutes': undefined, 'steps[1].begins': undefined, 'steps[1].gapMinutes': undefined },
      'nothing of the lab': { 'steps[0].resourceId': first }, 'an unknown chain': { id: unknownId },
    },
  }),
  'name who may book for me': () => ({
    path: '/account/delegates', as: 'student@cqjtu.example', keeps: 'email', good: { email: 'pi@cqjtu.example' },
    bad: { 'no address': { email: 'nobody' }, 'no mail': { email: '' }, 'nobody known': { email: 'nobody@cqjtu.example' }, 'oneself': { email: 'student@cqjtu.example' } },
  }),
  'take back who may book for me': () => ({
    path: '/account/delegates?do=drop', as: 'student@cqjtu.example', good: { id: unknownId }, bad: { 'no id': { id: 'x' }, nothing: { id: undefined } },
  }),
}
