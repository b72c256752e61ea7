import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/mail'

export default {
  sender:
    'Chengdu-Chongqing Economic Zone University Alliance, lab booking. Sent by the system; no reply needed.',
  linkOnce: 'The link works once, within {hours, plural, one {# hour} other {# hours}}.',
  confirmAddress: {
    subject: 'Confirm your mail address',
    body: 'Somebody signed up for Alliance Booking with this address. Confirm it and enter the password chosen at sign-up; the account is then ready.',
    action: 'Confirm address',
    notYou: 'If it was not you, ignore this mail; without confirmation the account stays closed.',
  },
  alreadyHaveAccount: {
    subject: 'You already have an account',
    body: 'Somebody just signed up with this address. It already has an account, so none was made. If it was you, sign in.',
    action: 'Sign in',
    reset: 'Set a new password if you forgot it',
    notYou: 'If it was not you, there is nothing to do; the account is unchanged.',
  },
  resetPassword: {
    subject: 'Set a new password',
    body: 'Somebody asked to reset the password of the account with this address. The link lets you set a new one; all devices are then signed out.',
    action: 'Set new password',
    notYou: 'If it was not you, ignore this mail; the password is unchanged.',
  },
  admitted: {
    subject: '{university} has admitted you',
    body: 'The coordinator of {university} has confirmed who you are. You can now book the alliance’s resources.',
    action: 'Sign in and find a resource',
  },
  admissionDeclined: {
    subject: '{university} has not admitted you',
    body: 'The coordinator of {university} did not confirm that you belong there.',
    reason: 'Reason: {reason}',
    action: 'Choose another university',
  },
} satisfies Messages<typeof zh>
