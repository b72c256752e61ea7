import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/conduct-mail'

export default {
  found: {
    subject: 'Conduct: {kind} ({resource})',
    body: 'The record of your use of {resource} at {at} shows: {kind}. It costs {points, plural, one {# point} other {# points}}. If it is not so, or you could not help it, say so before {until}; nothing follows from it until that is decided.',
    action: 'See the evidence, excuse or appeal',
  },
  'plea-accepted': { subject: 'Excuse accepted: {kind} ({resource})', body: 'What you said about {kind} at {at} was accepted. It costs nothing any more, and what followed from it has ended.', action: 'See my conduct' },
  'plea-refused': { subject: 'Excuse not accepted: {kind} ({resource})', body: 'What you said about {kind} at {at} was not accepted, for the reason below. What your appeal had stopped goes on from now.', action: 'See my conduct' },
  warned: { subject: 'A word about your conduct: {place}', body: 'Your credit at {place} is low. Nothing is restricted now; further missed or late uses may mean that each booking needs approval, or a suspension.', action: 'See my conduct' },
  proposed: { subject: 'A consequence is proposed: {place}', body: 'From the records of use the system proposes: {effect} ({place}, {days, plural, one {# day} other {# days}}). It holds only once a person has decided. You may first excuse or appeal against what it rests on.', action: 'See what it rests on' },
  'in-force': { subject: 'In force: {effect} ({place})', body: '{place}: {effect}, until {until}. The reason is below. You may still appeal against what it rests on within the time allowed; it is stopped meanwhile.', action: 'See my conduct' },
  'proposal-refused': { subject: 'The proposal was turned down: {place}', body: 'What was proposed for {place} ({effect}) was turned down. Nothing is restricted.', action: 'See my conduct' },
  lifted: { subject: 'Lifted early: {effect} ({place})', body: 'The restriction at {place} ({effect}) was lifted early. You can book as usual.', action: 'See my conduct' },
  over: { subject: 'Over: {effect} ({place})', body: 'The restriction at {place} ({effect}) is over. You can book as usual.', action: 'See my conduct' },
  fell: { subject: 'Withdrawn: {effect} ({place})', body: 'What the restriction at {place} ({effect}) rested on no longer stands, so it was withdrawn.', action: 'See my conduct' },
} satisfies Messages<typeof zh>
