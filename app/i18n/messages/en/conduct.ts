import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/conduct'

export default {
  title: 'Conduct',
  lead: 'Credit starts at 100, falls by what the records of use show, and comes back with time. Each finding stands with its evidence and can be excused or appealed against.',
  score: 'Credit now', of: 'of 100', rulesLink: 'Rules in force',
  kind: { no_show: 'Did not come', late: 'Late', early_leave: 'Left early', overrun: 'Overran', misuse: 'Misuse' },
  scope: { resource: 'This resource', lab: 'This lab', university: 'This university', alliance: 'The whole alliance' },
  effect: { warning: 'Warning', approval_only: 'Each booking needs approval', suspended: 'Booking and using suspended' },
  excuse: { illness: 'Illness', transport: 'Transport', weather: 'Weather', resource_fault: 'Fault of the resource', lab_cancelled: 'Cancelled by the lab', emergency: 'Emergency', other: 'Other' },
  pleaState: { none: 'No appeal', open: 'Appeal waits', accepted: 'Appeal accepted', refused: 'Appeal refused' },
  consequenceState: { proposed: 'Waits for a decision', in_force: 'In force', refused: 'Turned down', lifted: 'Lifted', withdrawn: 'Withdrawn', over: 'Over', frozen: 'Stopped by an appeal' },
  findings: 'Findings', noFindings: 'Nothing was found', noFindingsHint: 'Who checks in and ends on time keeps full credit.',
  column: { what: 'What', resource: 'Resource', when: 'When', points: 'Points', left: 'Left', state: 'State', person: 'Person', score: 'Credit', open: 'Open' },
  pointsLeft: '{left, number} of {points, number}', withdrawn: 'Withdrawn, the facts were corrected', decays: 'Each finding fades within {days, plural, one {# day} other {# days}}', restored: 'Faded',
  consequences: 'What follows', noConsequences: 'Nothing is restricted',
  line: '{place}: {effect}', until: 'until {until}', because: 'rests on {count, plural, one {# finding} other {# findings}}', reason: 'Reason: {reason}', waitsFor: 'Holds only once a person has decided', since: '{at}',
  finding: {
    title: '{kind}: {resource}', evidence: 'Evidence', lead: 'Costs {points, plural, one {# point} other {# points}}, fading with time.',
    booked: 'Booked', startedAt: 'Began', endedAt: 'Ended', late: 'Late by', overrun: 'Overran by', used: 'Used', bookedTime: 'Booked time', what: 'What the manager saw', code: 'Booking', foundAt: 'Found',
    nobody: 'Nobody checked in',
    plea: 'Excuse or appeal', pleaLead: 'Open until {until}, and once only. Until it is decided nothing follows from this, and what is in force because of it stops.',
    excuse: 'Cause', text: 'What happened', textHint: 'Say what happened and what can show it', send: 'Send the excuse', sent: 'Sent. Somebody will decide about it',
    said: 'What you said', decided: 'Decision', decidedAt: 'Decided {at}', late2: 'Excuses and appeals were open until {until}.', gone: 'Withdrawn after the facts were corrected. It costs nothing.',
  },
  group: { tab: 'Conduct', lead: 'Credit and findings of the group’s members.', none: 'No members' },
  manage: {
    title: 'Conduct', lead: 'Appeals and proposals that wait for you, and what is in force.', tabs: 'Conduct to decide', tab: { pleas: 'Appeals', proposals: 'Proposals', in_force: 'In force' },
    nonePleas: 'No appeal waits', noneProposals: 'No proposal waits', noneInForce: 'Nothing is in force', noneHint: 'What comes up is listed here and counted under “Today”.',
    reason: 'Reason', reasonHint: 'The person reads it', accept: 'Accept the excuse', refuse: 'Do not accept', putInForce: 'Put in force', turnDown: 'Turn down', lift: 'Lift early', days: 'Days', daysHint: 'At most {days, number}',
    pleaDone: 'Decided. The person is told', proposalDone: 'Decided. The person is told', liftDone: 'Lifted. The person is told',
    ownOrReported: 'It concerns you or was reported by you: somebody else decides', standing: 'Credit here: {score, number}', proposedAt: 'Proposed {at}', effectFor: '{effect}, {days, plural, one {# day} other {# days}}', askedAt: 'Asked {at}', decision: 'Your decision',
    report: 'Report misuse', rules: 'Rules', waiting: '{pleas, plural, one {# appeal} other {# appeals}}, {proposals, plural, one {# proposal} other {# proposals}}', open: 'Decide', grounds: 'Rests on',
  },
  report: { title: 'Report misuse', lead: 'Say what you saw. The person is told, reads it and may appeal; somebody else decides about the appeal.', code: 'Booking code', codeHint: 'As it stands on the booking and the day sheet', what: 'What you saw', whatHint: 'When, what and what came of it, at least 10 characters', send: 'Report', sent: 'Reported. The person is told' },
  rules: { tooLate: 'The time to excuse or appeal is over', days: 'Whole days, no more than proposed', code: 'No such booking that you decide about has begun' },
} satisfies Messages<typeof zh>
