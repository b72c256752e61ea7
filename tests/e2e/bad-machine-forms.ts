import type { PeopleForm } from './bad-people-forms'

/** Forms at the machine and of a lab's devices: one good submission each, and what can be wrong about it. */

const LONG = '长'.repeat(5_000)
const CONTROL = 'a\u0000b\u0001c'
const unknownId = '00000000-0000-4000-8000-000000000000'
const key = '3f0d6c7a-5f0e-4a5e-9d52-0d3f9c1b7a11'

export const MACHINE_FORMS: Record<string, () => PeopleForm> = {
  'check in': () => ({
    path: '/use/cqu-power-u01?index', as: 'visitor@scu.example', good: { intent: 'in', item: unknownId, key },
    bad: { 'somebody’s booking': {}, 'an odd button': { intent: 'dance' }, 'no booking': { item: 'x' }, 'no key': { key: undefined }, 'control characters': { item: CONTROL } },
  }),
  'report a fault': () => ({
    path: '/use/cqu-power-u01/fault', as: 'visitor@scu.example', good: { what: '', key },
    bad: { 'no words': {}, 'too many words': { what: LONG }, 'control characters': { what: CONTROL }, 'no key': { what: '坏了', key: 'x' }, 'an odd tick': { what: '坏了', takeOut: 'maybe' } },
  }),
  'add a device': () => ({
    path: '/manage/labs/cqu-power/devices?form=issue', as: 'manager@cqu.example', keeps: 'name', good: { name: '门口', kind: 'kiosk' },
    bad: { 'an odd kind': { kind: 'robot' }, 'no kind': { kind: undefined } },
  }),
  'add a device, name': () => ({
    path: '/manage/labs/cqu-power/devices?form=issue', as: 'manager@cqu.example', good: { name: '', kind: 'kiosk' },
    bad: { 'no name': {}, 'a long name': { name: LONG }, 'control characters': { name: CONTROL } },
  }),
  'sign a device out': () => ({
    path: '/manage/labs/cqu-power/devices?form=revoke', as: 'manager@cqu.example', good: { id: 'x' }, bad: { 'no id': {}, nothing: { id: undefined }, 'control characters': { id: CONTROL } },
  }),
}
