import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/problems'

export default {
  period_reversed: 'The end must be after the start. Choose a later end.',
  period_in_past: 'This time has passed. Choose a time in the future.',
  period_too_far:
    'One booking cannot span more than {years, plural, one {# year} other {# years}}. Shorten the period.',
  off_grid: 'Start and end must fall on steps of {grid}. Choose a time on a step.',
  duration_too_short: 'Too short: at least {min} is needed. Extend the period.',
  duration_too_long: 'Too long: at most {max}. Shorten it, or book several times.',
  notice_too_short: 'Book at least {notice} ahead. Choose a later time.',
  beyond_horizon:
    'Booking is open {days, plural, one {# day} other {# days}} ahead, up to {latest}. Choose an earlier time.',
  long_needs_notice: 'Longer than {max} is possible with {notice} notice, up to {long}. Shorten it, or choose a later time.',
  slot_booked_whole: '{period} is booked only in one piece. Choose all of it, or keep clear of it.',
  reserved_for_owners: '{period} is kept for the {for, select, groups {owner groups} other {owner’s own university}} and opens to everybody at {at}. Book it then, or choose another time.',
  outside_opening_hours: 'Outside the opening hours. Open that day: {opening}.',
  closed_that_day: 'Closed on that day. Choose another day.',
  resource_unknown: 'There is no resource “{id}”. Open it again from the search.',
  resource_not_in_service: 'This resource cannot be booked at present. Search for a similar one.',
  resource_by_contact_only: 'This resource is not booked online. Contact the lab: {contact}.',
  resource_by_contact_only_unknown: 'This resource is not booked online. Contact its lab.',
  booked_elsewhere: 'This resource is booked in its owner’s own system. Book it there: {url}',
  not_shared_with_you:
    '{scope, select, own_university {Only its own university may book this. Search for a similar one open to the alliance.} alliance {Only people of alliance universities may book this. Sign in with your university address, or ask your coordinator to confirm you.} contact_only {Contact the lab first.} other {You cannot book this resource at present.}}',
  not_open_to_you: 'Open only to {reach, select, own_group {the owner groups} own_university {people of its own university} other {people of alliance universities}}. Search for a similar one.',
  kind_not_admitted: 'Open only to: {kinds}. Ask the lab, or search for a similar one.',
  purpose_not_allowed: '“{purpose}” is no purpose accepted here; these are: {allowed}. Choose another purpose or resource.',
  protected_share_reached:
    '{percent, number}% of the opening hours of each {window, select, week {week} other {month}} are kept for other members. From {from} the rest is {limit}; {used} are used, this asks {asks}. Shorten it or choose another time.',
  outside_ceiling_reached:
    'People from outside the alliance use at most {percent, number}% of the opening hours of each {window, select, week {week} other {month}}. From {from} that is {limit}; {used} are used, this asks {asks}. Shorten it or choose another time.',
  mode_not_offered: '“{mode}” is not offered here. Offered: {offered}.',
  too_many_items: 'A booking has at most {limit, number} items; this one has {asks, number}. Split it into several bookings.',
  room_full: 'The room holds at most {limit, plural, one {# person} other {# people}} at once: {present, plural, =0 {this says {asks, number}} one {# is there then, this brings {asks, number}} other {# are there then, this brings {asks, number}}}. Choose another time, or bring fewer.',
  too_many_people: 'Too many people: at most {limit, number}; this says {asks, number}. Bring fewer, or choose a larger place.',
  answer_missing: 'Answer the question “{question}”.',
  answer_invalid: 'The answer to “{question}” {rule, select, number {is not a number} range {is out of range} choice {is none of the choices} file {is no file that came with it: a PDF or a picture} other {is too long}}. Change it.',
  quantity_exceeds_capacity: 'Too many: at most {capacity, number}. Reduce the quantity.',
  slot_taken: 'This time is taken. Next free: {next}.',
  slot_taken_no_free:
    'This time is taken, and no time of this length is free soon. Shorten it, or choose another resource.',
  no_operator_on_duty: 'No operator who can run it is on duty then. {duty, select, none {} other {On duty around it: {duty}. }}{next, select, none {Choose another time or another way of use.} other {Next with an operator: {next}.}}',
  operators_taken: '{count, plural, one {The operator on duty is} other {All # operators on duty are}} promised to somebody else then. {next, select, none {Choose another time or another way of use.} other {Next with an operator: {next}.}}',
  attendance_required: 'Here the user has to be there {least, select, ends {at least at the start and the end} other {the whole time}}.',
  operator_unfit: 'This operator {why, select, off_duty {is not on duty then} taken {is promised to somebody else then} other {cannot run this resource}}. Choose another one.',
  not_assisted: 'No operator is promised to this booking.',
  sign_in_required: 'Sign in to book.',
  account_not_confirmed: 'The account is not confirmed yet. Open the link in the confirmation mail.',
  affiliation_missing: 'The account has no university yet. Ask your coordinator to confirm you.',
  qualification_missing:
    'You are not qualified to operate this yet. Take the training first, or use: {modes}.',
  qualification_missing_no_mode:
    'You are not qualified to operate this yet. Take the training first.',
  qualification_lapsed:
    'When this time begins your qualification will have lapsed ({at}). {modes, select, none {Have it extended or take the training again.} other {Have it extended or take the training again, or use: {modes}.}}',
  qualification_suspended: 'Your qualification is suspended. Ask the lab why.',
  night_qualification_missing:
    'Working here at night needs a qualification for nights. Choose a time by day, or ask for night training.',
  general_admission_missing:
    'You have no general safety admission that counts here. Pass the general exam first.',
  local_admission_missing:
    'You are not admitted to this lab yet. Take its introduction first{part, select, none {} other { ({part})}}.',
  commitment_missing:
    'A safety commitment has to be signed first. Read and sign it on the page of the resource.',
  certificate_missing:
    'A valid certificate is needed: {kind}. {state, select, waiting {Yours waits for the safety officer.} expired {Yours has expired: hand in the new one.} other {Hand it in under “Training and qualifications”.}}',
  declaration_required:
    'This room asks what you bring: declare materials and hazards. If there are none, write “none”.',
  lone_night_forbidden:
    'Nobody works here alone at night (22:00 to 6:00). Choose a time by day, or a way with an operator.',
  seat_taken: 'All seats are taken. Choose another session, or wait in the queue.',
  person_elsewhere:
    'The attendee is booked at {campus} for {period} and cannot be in both places. Change the time or the person.',
  person_busy:
    'The attendee has another booking for {period}. Change the time, or change that booking first.',
  journey_too_short:
    'The journey to {campus} takes about {journey}, but only {gap} is left. Leave time for it.',
  too_many_future:
    'You have reached the limit of {limit, plural, one {# open booking} other {# open bookings}}. Cancel or finish one first.',
  quota_exceeded:
    'At most {limit} {window, select, day {a day} week {a week} month {a month} other {in any {days, number} days}} for each {per, select, person {person} group {group} other {university}}{over, select, resource {} other { on this kind of resource at the lab}}: {used} booked from {from}, and this asks {asks}. Shorten it, choose another day, or cancel a booking first.',
  group_not_yours: 'You are not in this group. Choose one of yours.',
  project_not_yours: 'You are not in this project. Choose one of yours.',
  group_not_confirmed: 'A coordinator has yet to confirm the group, so it cannot pay. Wait for that, or choose another group.',
  project_not_running: '{isClosed, select, yes {The project has ended and carries no more bookings.} other {The project does not run at that time ({period}). Choose another time or project.}}',
  project_quota_spent: 'The project has only {left} left of its hours of {year}. Shorten the booking, or choose another project.',
  project_budget_spent: 'This goes beyond the hours planned for the project: {left} are left.',
  attendee_unknown: 'There is no account for “{email}”. Check the address, or ask them to sign up.',
  not_allowed: 'You may not do this. If your work needs it, ask your university’s coordinator.',
  state_forbids: 'The booking is now “{status}”, so this is no longer possible.',
  version_conflict: 'Somebody changed this meanwhile. Look at the latest state and try again.',
  cancel_too_late: 'Cancel at least {notice} ahead. Contact the lab directly now.',
  change_too_late: 'Change at least {notice} ahead. Contact the lab directly now.',
  change_pending: 'A change is already waiting for a decision. Wait for it, or withdraw it.',
  nothing_changed: 'Nothing was changed.',
  several_resources: 'This works for a booking of one resource only. Change or cancel the whole booking instead.',
  part_outside: 'That time is not inside your booking, which is {period}.',
  nothing_left: 'Nothing would be left. Cancel the booking if you no longer need it.',
  not_running: 'Only a booking that is running can be extended or ended early. Change one that has not begun.',
  use_too_early: 'You can check in from {at}. Come back then.',
  use_over: 'The booked time ended at {at}. Ask the lab to record what was used.',
  use_not_begun: 'Nobody has checked in. Check in first, or ask the lab to record the use.',
  use_not_over: 'The use has not ended yet. Record it once it has.',
  use_overlaps: 'A use is recorded for {period} already. Correct that one, or choose another time.',
  use_parts_too_long: 'Warm-up, measuring and post-processing are longer together than the use, which lasted {used}. Shorten a part.',
  samples_missing: 'None of the samples is there. Leave at least one.',
  run_begun: 'The run began at {at}; the samples are on the machine. Ask the lab.',
  run_to_come: 'The run begins at {at}. Measure then, or take the order off the calendar first.',
  suspended_here: 'Booking and using {place} is suspended for you until {until}; the reasons are in “Conduct”.',
  suspended_at_university: 'Booking and using what belongs to {place} is suspended for you until {until}; the reasons are in “Conduct”.',
  suspended_everywhere: 'Booking and using is suspended for you in the whole alliance until {until}; the reasons are in “Conduct”. The alliance office may lift it early.',
  plea_too_late: 'Excuses and appeals were open until {until}.',
  time_is_free: 'This time is free now. Book it; there is nothing to wait for.',
  already_waiting: 'You are already waiting for this time.',
  too_many_waits: 'You can wait for at most {limit} times at once. Leave one of them first.',
  offer_over: 'This offer is over: its deadline has passed, or you have answered it.',
  own_request:
    'Nobody decides their own request. Another manager or the university’s coordinator will.',
  already_decided: 'This request has been settled: {status}.',
  override_own: 'Nobody sets rules aside for themselves. Ask another manager to book for you.',
  may_be_set_aside: ' ({role} may set this aside with a reason.)',
  reason_required: 'Give a reason; the applicant will see it.',
  recurrence_invalid: 'This repetition cannot be read or is not offered ({part}). Repeat daily, weekly or monthly.',
  recurrence_endless: 'The repetition never ends. Say until which date, or how many times.',
  recurrence_empty: 'The repetition never takes place. Choose other days, another end or fewer exceptions.',
  recurrence_too_many: 'A series has at most {limit, number} bookings. Choose an earlier end.',
  recurrence_too_long: 'A series may run for {days, number} days at most. Choose an earlier end.',
  series_clash: '{count, plural, one {# time does} other {# times do}} not fit, so nothing was done. Leave them out, or choose other times.',
  series_changed: 'What is free has changed since you looked. Look at the times again, then confirm.',
  bookings_in_the_way: '{count, plural, one {# booking is} other {# bookings are}} in these hours: choose for each whether it moves, goes to another instrument or is cancelled.',
  booking_cannot_move: 'One booking cannot go where it was to go; the reason follows. Nothing was changed.',
  block_cannot_shift: 'What comes after is taken, or somebody is booked elsewhere then, so the block cannot be shifted. Nothing was changed.',
  holds_in_the_way:
    '{count, plural, one {# booking or outage is} other {# bookings or outages are}} still ahead: move or cancel first. Nothing was changed.',
  entries_in_the_way:
    '{count, plural, one {# resource is} other {# resources are}} still in service here: move or retire first. Nothing was changed.',
  status_forbids: 'It is now “{status}”, which does not allow this. Load the page again and see.',
  decision_not_offered: 'This request cannot be handled this way ({decision}).',
  field_invalid: '“{field}” is not valid: {rule}.',
  key_reused: 'This request key was used for something else. Use a new key.',
} satisfies Messages<typeof zh>
