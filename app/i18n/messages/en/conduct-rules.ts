import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/conduct-rules'

const week = 'Between nothing and 7 days'

export default {
  title: 'Rules of use and conduct', of: 'Rules of use and conduct: {name}', edit: '{name}: rules of use and conduct',
  lead: 'The rules in force. A booking is judged by those in force when it was made; later rules leave it as it is.',
  editLead: 'A rule left empty keeps that of the level above; below each stands what holds now and where it comes from. New rules hold for bookings made from the chosen time on. What follows is proposed by the rules of the moment.',
  kept: 'Edit the rules', alliance: 'Alliance', value: { optional: 'Checking in is not required', required: 'Checking in is required; without it nobody came' },
  section: { use: 'Checking in and out', find: 'What counts against somebody', score: 'Points and how they fade', strikes: 'After several findings', thresholds: 'When credit is low' },
  rule: {
    checkIn: 'Checking in', opensMinutes: 'Check in how long before the start', graceMinutes: 'Held how long after the start', lateHoldMinutes: 'Held at most for who says to be late', forgetMinutes: 'Ended as booked how long after the end when nobody ended it',
    lateAfterMinutes: 'Late from how long after the start', overrunAfterMinutes: 'Overrun from how long after the end', leastUsedPercent: 'Leaving early below what share of the booked time (%)', decayDays: 'Days until points have faded', appealDays: 'Days to appeal',
    points: 'Points', strikes: 'After several findings', thresholds: 'When credit is low', from: 'From',
  },
  hint: { leastUsedPercent: '0 means never', from: 'Leave empty to start at once', row: 'A row without a count is none', rowBelow: 'A row without a mark is none', duration: 'Write 30 min, 4 h or 2 days' },
  mode: { legend: '{rule}', inherit: 'Inherit', own: 'As below' }, never: 'Never', percent: '{n, number}%', days: '{n, plural, one {# day} other {# days}}', pointsOf: '{kind}: {n, number}',
  column: { kind: 'Finding', count: 'How often', withinDays: 'Within days', scope: 'Where', effect: 'What follows', days: 'Days', below: 'Below' }, rowN: 'Row {n, number}, {column}',
  scope: { resource: 'one resource', lab: 'one lab', university: 'one university', alliance: 'the whole alliance' },
  text: {
    checkIn: '{rule, select, required {Checking in is required; without it nobody came.} other {Checking in is not required; without it the use counts as booked.}}',
    opens: 'Check in from {opens} before the start. Without that the time is given back {grace} after the start; who says to be late is waited for until {hold} after it at most.',
    late: 'Checking in {late} after the start is late; going on {over} after the end is an overrun.', least: 'Leaving after less than {percent, number}% of the booked time is leaving early.',
    points: 'Points: {list}. Full credit is 100; each finding fades within {days, plural, one {# day} other {# days}}.', appeal: 'Each finding may be excused or appealed against once, within {days, plural, one {# day} other {# days}}; nothing follows until that is decided.',
    never: 'What the lab cancelled, and whatever happened around a fault or maintenance, counts against nobody.', human: 'But for warnings, consequences are only proposed and hold once a person has decided; never the person concerned or who reported it.',
    strike: '{kind}, {count, plural, one {once} other {# times}} within {days, plural, one {# day} other {# days}} at {scope}: {effect}', threshold: 'Credit below {below, number} at {scope}: {effect}', term: '{effect}, {days, plural, one {# day} other {# days}}', none: 'Nothing is laid down',
  },
  check: 'See what would change', publish: 'Publish the rules', published: 'Rules published', coming: 'Published, to come', comingAt: 'From {at}', conflict: 'Somebody has just changed these rules. Open them again',
  preview: {
    none: 'Nothing would change for the {count, plural, one {one person} other {# people}} of whom anything was found.', some: 'Of {count, plural, one {one person} other {# people}} of whom anything was found:', fresh: '{person}: “{effect}” would be proposed ({scope}, {days, plural, one {# day} other {# days}})', gone: '{person}: “{effect}” would no longer be proposed ({scope}, {days, plural, one {# day} other {# days}})',
    more: '{count, number} more are not shown', note: 'What is in force stays. Publish if this is what you want.',
  },
  fault: {
    checkIn: 'Not valid', opensMinutes: week, graceMinutes: week, lateHoldMinutes: week, forgetMinutes: week, lateAfterMinutes: week, overrunAfterMinutes: week,
    leastUsedPercent: 'From 1 to 100, or 0 for never', decayDays: 'From 1 to 3660 days', appealDays: 'From 1 to 366 days', points: 'Each from 0 to 100', strikes: 'Counts from 1 to 1000, days from 1 to 3660', thresholds: 'Marks from 1 to 100, days up to 3660',
    scope: 'It cannot reach further than its owner', days: 'But for warnings, a term in days is needed',
  },
} satisfies Messages<typeof zh>
