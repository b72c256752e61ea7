import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/outages'

export default {
  tab: 'Out of service',
  title: '{name}: out of service',
  lead: 'Nothing can be booked while it is out of service. Bookings in the way are listed before you confirm, and you choose for each where it goes.',
  current: 'Now and to come', none: 'Nothing planned',
  kind: { maintenance: 'Maintenance', closure: 'Closed', fault: 'Fault', booked_elsewhere: 'Booked in the owner’s system' },
  period: 'Time', why: 'Reason', end: 'Back in service', callOff: 'Call it off', endColumn: 'Action', past: 'Past', ended: 'It is back in service',
  plan: 'Take out of service', kindLabel: 'Kind', from: 'From', to: 'To', reason: 'Reason', reasonHint: 'Public on the page of the resource, and in the mail to those booked', reasonMailHint: 'Those booked read it in their mail',
  repeat: 'Repeat', repeats: { none: 'Once', DAILY: 'Daily', WEEKLY: 'Weekly', MONTHLY: 'Monthly' }, count: 'How many times', countHint: 'When it repeats; at most 52',
  look: 'Show what is in the way', confirm: 'Take out of service', taken: 'Taken out of service; those affected are told by mail', back: 'Change the time',
  periods: 'Out of service', inTheWay: 'Bookings in the way', noneInTheWay: 'No booking is in the way', onlyFirst: 'Only the first {count, number} are listed: split the time into parts.',
  choose: 'Booking {code}, {person}, {period}', move: 'Move to {time}', elsewhere: 'Take it to {name} at the same time', cancel: 'Cancel it', running: 'Running now: it ends when this begins, and the time used is kept',
  stop: 'Broken now', stopTitle: '{name}: stop now', stopLead: 'Out of service at once. The bookings in that time give way; it does not count against anybody, and they are told by mail.',
  stopLeadRunner: 'Out of service at once, for a week at most. The bookings in that time give way and are told by mail; the manager can move them, and put it back into service.', toResource: 'The resource', givesWay: 'They give way, and are first in line for the same hours later. Call those who may be on the way.', runs: 'Machines that you run', runsLead: 'Say here when one is broken; the bookings in the way are told at once.',
  until: 'Expected back', stopNow: 'Stop now', stopped: 'It is out of service', room: 'Stop this room', roomCount: '{count, plural, one {# resource is} other {# resources are}} in this room and stop together.',
  onTheWay: 'May be on the way', phone: 'Phone', noPhone: 'no phone number', affected: 'Bookings that would be affected', affectedLead: 'Where nothing else is chosen they give way; whoever gives way is first in line for the same hours later.', gave: 'Bookings that gave way', substitutes: 'Find a like instrument', substitutesTitle: 'What you could use instead', substitutesLead: 'Like instruments, nearest first.', madeUp: 'Kept for you: {period}', firstInLine: 'First in line: {period}',
  today: 'Machines', todayLead: 'When one is broken or runs late, start here.', shiftShort: 'Shift today', outNow: 'Out of service, expected back {until}', outLater: 'Out of service {period}', because: 'Reason: {reason}',
  shift: 'Shift the rest of today', shiftLead: 'What has not begun today moves later as one block. Where somebody cannot come or the time behind it is taken, nothing changes.', minutes: 'Minutes', shiftNow: 'Shift', shifted: 'Shifted; those affected are told by mail',
  message: 'Write to those booked', messageLead: 'Goes to everybody who has booked it in this time.', body: 'Text', send: 'Send', sent: 'Sent',
  supplies: 'Depends on', suppliesLead: 'When one of these is out of service, {name} is too: cooling water, compressed air, a shared pump.', supply: 'Resource it depends on', add: 'Add', remove: 'Remove', saved: 'Saved',
  noSupply: 'It depends on nothing else', hangingOn: 'What depends on it', chooseSupply: 'Choose',
  rules: { until: 'has to be later than now', week: 'has to be within a week; ask the manager for longer', nobody: 'Nobody has booked it in this time', supply: 'Choose a resource that you manage', ring: 'That resource depends on this one already' },
  mail: {
    'wait-offered': {
      subject: 'Kept for you: {resource}, {period}', body: 'Your booking gave way to a fault, so the same hours are kept for you first: {resource}, {period}. They are yours until {until}; after that the next in line is asked.', action: 'Accept or decline',
    },
    'offer-taken-back': {
      subject: 'Not available for now: {resource}, {period}', body: 'What was kept for you is out of service: {resource}, {period}. You keep your place in the line and are asked again when it is back.', action: 'Open the resource',
    },
    'resource-message': { subject: 'About your booking of {resource}', body: 'You have booked {resource} in the time {period}. The laboratory writes:', action: 'Open my bookings' },
  },
} satisfies Messages<typeof zh>
