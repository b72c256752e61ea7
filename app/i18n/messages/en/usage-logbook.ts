import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/usage-logbook'

export default {
  title: 'Logbook',
  lead: 'Every use in a period. Times that nobody recorded are assumed from the booking: they are marked, and summed apart.',
  open: 'Logbook',
  source: { correction: 'Correction', manual: 'By hand', agent: 'Login agent', meter: 'Meter', kiosk: 'Lab tablet', phone: 'Phone', import: 'Import', assumed: 'Assumed' },
  purpose: { research: 'Research', teaching: 'Teaching', social_service: 'Social service' },
  beneficiary: { own_group: 'Own group', own_university: 'Own university', alliance_member: 'Alliance member', other_institution: 'Other institution', enterprise: 'Enterprise' },
  operation: { self: 'By the user', staff: 'By staff' },
  kind: { start: 'Start', end: 'End', late: 'Said to be late', details: 'Addition', correction: 'Correction' },
  outcome: { void: 'Not a use', absent: 'Nobody came', happened: 'It was used' },
  filter: {
    name: 'Filter the logbook', from: 'From', to: 'To', lab: 'Lab', resource: 'Resource', person: 'User or operator', purpose: 'Purpose', source: 'Source of times', every: 'All', show: 'Show',
  },
  links: { new: 'Record a use', day: 'Day sheet', csv: 'Download CSV', print: 'Print', totals: 'Past years', intake: 'Import records' },
  printHint: 'Print with your browser; at most {most, number} uses are listed for print.',
  sums: { count: 'Uses', measured: 'Recorded time', assumed: 'Assumed time', effective: 'Effective time (recorded only)', samples: 'Samples', note: '{count, number} of them recorded' },
  column: {
    when: 'When', resource: 'Resource', person: 'User', operator: 'Operator', hours: 'Time', effective: 'Effective', purpose: 'Purpose', beneficiary: 'For', operation: 'Operated', samples: 'Samples', source: 'Source of times',
    university: 'Institution', email: 'Mail address', start: 'Start', end: 'End', startSource: 'Start told by', endSource: 'End told by', state: 'State', usedHours: 'Used hours', effectiveHours: 'Effective hours', remarks: 'Remarks', code: 'Booking',
    system: 'Source system', externalId: 'Key there', resourceId: 'Resource id',
  },
  mark: { assumed: 'Assumed', assumedEnd: 'End assumed', running: 'In use', noShow: 'Did not come', illustrative: 'Illustrative' },
  fromTo: 'since {from}',
  none: 'No use in this period',
  noneHint: 'Choose another period, or fewer filters. Past uses can be imported from a table of a campus system.',
  detail: {
    title: 'A use', open: 'Look at it', factsTitle: 'Facts', factsNone: 'Nobody has recorded anything: it is assumed as booked.', factsLead: 'Everything that arrived is kept. What is marked is what counts now.',
    at: 'Happened', what: 'What', from: 'Source', by: 'Told by', device: 'Device', clock: 'its clock was {minutes, number} min off; set right', recordedAt: 'Arrived', counts: 'Counts', reason: 'Reason: {reason}',
    countsAs: { start: 'as the start', end: 'as the end', outcome: 'as the outcome' }, notCounted: 'Does not count',
    booked: 'Booked', used: 'Used', started: 'Started', ended: 'Ended', length: 'Time', parts: 'Of it', partsText: 'warm-up {warmUp}, measuring {measuring}, post-processing {post}, standby {standby}',
    person: 'User', operator: 'Operator', samples: 'Samples', remarks: 'Remarks', external: 'Source system', externalText: '{system}, key {id}', booking: 'Booking', none: 'Without a booking', voided: 'Not a use', stretches: 'Stretches',
    correctedTo: 'to {what}',
  },
  correct: {
    title: 'Correct', lead: 'A correction goes before everything recorded, and what was recorded is kept. What you leave as it is stays.', own: 'Nobody corrects their own use. Ask another manager.', tooEarly: 'It can be corrected once the booking has begun.',
    startsAt: 'Really started', endsAt: 'Really ended', outcome: 'Outcome', outcomeKeep: 'As it is', outcomeHint: '“Not a use” is held against nobody; “Nobody came” is a no-show.', reason: 'Reason', reasonHint: 'It is kept with the record.', button: 'Correct the record', done: 'The record is corrected',
  },
  check: { title: 'Check in or out for them', in: 'Check in for them', out: 'Check out for them', inDone: 'Checked in', outDone: 'Checked out' },
  fields: {
    operatorEmail: 'Operator’s mail address', operatorHint: 'Where it was not the user', operation: 'Operated', purpose: 'Purpose', beneficiary: 'For', samples: 'Samples', warmUpMinutes: 'Warm-up (min)', measuringMinutes: 'Measuring (min)', postMinutes: 'Post-processing (min)', remarks: 'Remarks', byItself: 'From who the user is',
  },
  create: {
    title: 'Record a use', lead: 'A use without a booking that is over. Where a use or a booking stands at that time it is refused, so that nothing is counted twice.', resource: 'Resource', choose: 'Choose', email: 'User’s mail address', startsAt: 'Started', endsAt: 'Ended', zone: 'On the clock of the resource’s campus', button: 'Record the use', done: 'The use is recorded', none: 'No resource to record for',
  },
  day: {
    title: 'Day sheet', lead: 'Sessions of {day} with who has checked in.', none: 'No session on this day', date: 'Day', board: 'Board', boardHint: 'Plans stand on the board, which prints them too.', planned: 'Booked', state: 'Check-in', checkedIn: 'In at {at}', checkedOut: 'Out at {at}', late: 'Said to be late', notYet: 'Not yet', over: 'Not checked in', noShow: 'Did not come', sign: 'Signature', people: '{count, plural, one {# person} other {# people}}', show: 'Show', lab: 'Lab',
  },
  totals: {
    title: 'Past years', lead: 'Machine time of past years as campus systems counted it. To compare with; it is never added to what is recorded here.', year: 'Year', academic: 'Academic year {from}–{to}', calendar: '{year}', machine: 'Machine time', effective: 'Effective time', samples: 'Samples', users: 'Users', source: 'Source system', none: 'No totals of past years yet', noneHint: 'The university’s coordinator imports them from a table.', resource: 'Resource',
  },
} satisfies Messages<typeof zh>
