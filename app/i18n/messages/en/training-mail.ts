import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/training-mail'

export default {
  bookings: '{count, plural, one {# booking to come is} other {# bookings to come are}} left without it; talk to the lab: {codes}.',
  'qualification-suspended': { subject: 'Qualification suspended: {resource}', body: 'Your qualification for {resource} is suspended. Until it is lifted you cannot operate alone. The reason:', action: 'See my qualifications' },
  'qualification-lifted': { subject: 'Qualification restored: {resource}', body: 'Your qualification for {resource} counts again.', action: 'See my qualifications' },
  'qualification-revoked': { subject: 'Qualification revoked: {resource}', body: 'Your qualification for {resource} is revoked. To operate alone again takes new training. The reason:', action: 'See my qualifications' },
  'admission-revoked': { subject: 'Safety admission revoked: {place}', body: 'Your safety admission at {place} is revoked. The reason:', action: 'See my admissions' },
  'certificate-verified': { subject: 'Certificate verified: {certificate}', body: 'Your certificate ({certificate}, {number}) is verified and valid until {until}.', action: 'See my certificates' },
  'certificate-refused': { subject: 'Certificate refused: {certificate}', body: 'Your certificate ({certificate}, {number}) was not verified. The reason:', action: 'See my certificates' },
  'certificate-withdrawn': { subject: 'Verification withdrawn: {certificate}', body: 'The verification of your certificate ({certificate}, {number}) is withdrawn; it no longer counts. The reason:', action: 'See my certificates' },
  'bookings-refused': { subject: '{count, plural, one {# booking} other {# bookings}} of {person} without the right', body: '{person} no longer holds what is asked, and has {count, plural, one {# booking} other {# bookings}} to come: {codes}. They are not cancelled by themselves: decide one by one.', action: 'Look' },
  'training-seat': {
    subject: 'Seat booked: {title}',
    body: '{title}, {when}, {where}. This time is kept for it: you cannot be booked elsewhere. If you cannot come, give the seat back before it begins.',
    action: 'See my trainings',
  },
  'training-moved': {
    subject: 'Training moved: {title}',
    body: '{title} is now {when}, {where}. Your seat stays yours; give it back if the new time does not suit.',
    action: 'See my trainings',
  },
  'training-lost': {
    subject: 'Training moved, seat given back: {title}',
    body: '{title} is now {when}, {where}. You are expected elsewhere at that time, so your seat has been given back. You can book another session.',
    action: 'See other sessions',
  },
  'training-cancelled': {
    subject: 'Training cancelled: {title}',
    body: '{title} ({when}) has been cancelled, and your seat with it. You can book another session.',
    action: 'See other sessions',
  },
  'training-offered': {
    subject: 'New session: training on {resource}',
    body: 'You wait for a training on {resource}. There is a new session: {title}, {when}, {where}. Who books first has the seat.',
    action: 'Book a seat',
  },
  'qualification-granted': {
    subject: 'You are qualified: {resource}',
    body: 'You are now qualified for {resource} ({mode}). {until}. You can book it.',
    action: 'Book it',
  },
  'qualification-ending': {
    subject: 'Qualification ends {day}: {resource}',
    body: 'Your qualification for {resource} ({mode}) ends {day}{why, select, idle { because it has not been used for some time (it lapses after {idleDays, number} days without use). Use it once before then to keep it} other {. To extend it, ask the lab before then}}. Times that begin later cannot be booked with it.',
    action: 'See the resource',
  },
  'qualification-lapsed': {
    subject: 'Qualification lapsed: {resource}',
    body: 'Your qualification for {resource} ({mode}) has lapsed{why, select, idle { after {idleDays, number} days without use} other {: it was valid through {day}}}. To use it again, take the training anew.',
    action: 'See how to get it again',
  },
  'admission-ending': {
    subject: 'Safety admission ends {day}: {place}',
    body: 'Your {layer, select, general {general safety exam of {place}} other {admission to {place}}} is valid through {day}. After that, what asks for it cannot be booked; renew it in time.',
    action: 'See my admissions',
  },
  'certificate-ending': {
    subject: 'Certificate expires {day}: {kind}',
    body: 'Your certificate ({kind}) is valid through {day}. Hand in the renewed one for the safety officer to verify.',
    action: 'Hand in the new certificate',
  },
} satisfies Messages<typeof zh>
