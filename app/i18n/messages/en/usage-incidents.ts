import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/usage-incidents'

export default {
  title: 'Incidents',
  lead: 'What happened, and what nearly did. A report is made so that it does not happen again, not to blame.',
  open: 'Report an incident',
  severity: { near_miss: 'Near miss', minor: 'Minor', serious: 'Serious' },
  severityHint: {
    near_miss: 'Nothing came of it, but it was close', minor: 'Small damage or a small injury, seen to on the spot', serious: 'Somebody hurt, a machine damaged, or help was needed',
  },
  state: { open: 'Open', closed: 'Closed' },
  none: { open: 'No open incident', closed: 'No incident was closed yet' },
  count: '{count, plural, one {# is open} other {# are open}}',
  see: 'See incidents',
  column: { at: 'When', place: 'Where', severity: 'Severity', what: 'What', state: 'State' },
  report: {
    title: 'Report an incident', lead: 'See to people first, and telephone for help where it is needed. Safety officers and the lab’s managers are told at once.', place: 'Where', choose: 'Choose', at: 'When', atHint: 'On the clock of the place', severity: 'Severity', what: 'What happened', measures: 'What was done so far', photo: 'Picture', photoHint: 'A phone can take it right here; at most 20 MB, and where it was taken is removed', button: 'Send the report', done: 'The report is sent; safety officers and managers are told', none: 'No place to report about', noneHint: 'You can report here once you have booked or used something. In an emergency, call the lab.',
  },
  detail: {
    title: '{severity}: {place}', at: 'When', place: 'Where', room: 'Room', severity: 'Severity', what: 'What happened', measures: 'Measures', reportedBy: 'Reported by', reportedAt: 'Reported', closedBy: 'Closed by', closedAt: 'Closed', photo: 'Picture', photoAlt: 'Picture of the incident', use: 'Use at the time', useOpen: 'The record', illustrative: 'Illustrative data',
  },
  close: { title: 'Close', lead: 'Say what was done and what keeps it from happening again. Whoever reported it reads this.', measures: 'Measures', button: 'Close the incident', done: 'The incident is closed' },
  stop: { title: 'Stop using it', lead: 'Out of service at once; bookings in the way are shown first.', resource: 'Stop this instrument', room: 'Stop this room', none: 'A manager of the lab has to stop it.', reason: 'Incident: {what}' },
  suspend: {
    title: 'Suspend people', lead: 'Who was there or booked, and what lets them use or enter this place. They are told when it is suspended.', none: 'Nobody was there or booked at the time', noRights: 'No qualification or admission to suspend', person: 'Somebody else’s mail address', find: 'Look up', unknown: 'No account has this address',
    qualification: 'Qualification', admission: 'Safety admission', suspended: 'Suspended', reason: 'Reason', suspendButton: 'Suspend the qualification', revokeButton: 'Take the admission away', done: 'Suspended; they are told', notYours: 'A manager of the lab has to do this',
  },
  rules: { future: 'must not be in the future', long_ago: 'is more than a year ago; tell the safety officer directly' },
  mail: {
    'incident-reported': { subject: 'Incident ({severity}): {place}', body: 'An incident was reported at {place}: {severity}, {at}. Please look at it and see to it.', action: 'See the incident' },
    'incident-closed': { subject: 'The incident you reported is closed: {place}', body: 'The incident of {at} at {place}, which you reported, was seen to.', action: 'See the incident' },
  },
} satisfies Messages<typeof zh>
