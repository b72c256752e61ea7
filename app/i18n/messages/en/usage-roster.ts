import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/usage-roster'

export default {
  title: 'Who is inside',
  lead: 'Who is or should be in a lab or room now, with telephones, to be printed. Looking at it is noted like other reads of personal data.',
  choose: 'Choose a lab or a room',
  lab: 'Lab', rooms: 'Rooms', inUse: 'In use', running: '{count, plural, one {# use runs} other {# uses run}}', none: 'You look after no lab',
  at: 'As of {at}', refresh: 'Refresh', print: 'Print with your browser, one room a page.',
  emergency: 'Emergency telephone', hazard: 'Hazard class', level: 'Safety level', people: 'People', peopleCount: '{count, plural, one {# person} other {# people}}', withVisit: '{count, number} people together',
  state: { inside: 'Inside', expected: 'Expected, not checked in', training: 'In training', assisting: 'Assisting', alone: 'Machine runs alone' },
  column: { person: 'Name', phone: 'Telephone', university: 'Institution', what: 'Why', since: 'Since', until: 'Until', state: 'State', overdue: 'overdue' },
  phoneNone: 'No telephone',
  nobody: 'Nobody is or should be inside now',
  entry: {
    title: 'Entry pass', open: 'Entry pass', lead: 'Show it at the gate or the door. Staff who scan the code see the booking.', code: 'Booking code', qr: 'QR code of booking {code}', host: 'Host', contact: 'Contact', phone: 'Telephone', where: 'Where', when: 'When', visitor: 'Visitor', people: 'People', university: 'Institution', status: 'State',
    valid: 'Valid', not_granted: 'Not valid: the booking is not approved, or was cancelled', past: 'Over: the booked time has ended', checkIn: 'Check in for them', booking: 'The booking', gate: 'By {gate}', illustrative: 'Illustrative data',
  },
} satisfies Messages<typeof zh>
