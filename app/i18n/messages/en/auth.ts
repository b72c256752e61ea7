import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/auth'

export default {
  kind: {
    student: 'Student',
    teacher: 'Teacher',
    staff: 'Administrative staff',
    technician: 'Laboratory technician',
    visitor: 'Visitor',
    enterprise: 'From a company',
  },
  field: {
    email: 'Mail address',
    password: 'Password',
    newPassword: 'New password',
    currentPassword: 'Current password',
    repeat: 'New password again',
    nameZh: 'Name in Chinese',
    nameEn: 'Name in English',
    kind: 'I am a',
    university: 'University',
  },
  hint: {
    password: 'At least 10 characters of any sort; common passwords are refused.',
    email: 'Use your university address, such as name@university.edu.cn; once confirmed you can book.',
    names: 'At least one name; labs see it with your bookings.',
    university:
      'Not needed with an address of a member university. Otherwise choose yours; its coordinator admits you.',
    chooseUniversity: 'None chosen',
    demoMailbox: 'This is a demo: the mail is in the <link>demo mailbox</link>.',
  },
  login: {
    title: 'Sign in',
    submit: 'Sign in',
    forgot: 'Forgot the password',
    noAccount: 'No account yet?',
    signUp: 'Sign up',
    demoTitle: 'Demo accounts',
    demoLead: 'This is a demo: choose a role to fill in its address. The password of all demo accounts:',
    demoUse: 'Use',
    demoChosen: 'Filled in',
    researcher: 'Researcher',
  },
  logout: { title: 'Sign out', body: 'This device will have to sign in again.', submit: 'Sign out' },
  signup: {
    title: 'Sign up',
    lead: 'People of the twenty member universities sign up with their university address; once it is confirmed they can book.',
    submit: 'Sign up',
    privacy: 'I have read and accept the <link>privacy notice</link> (version {version})',
    haveAccount: 'Have an account?',
    sentTitle: 'Look into your mail',
    sentBody:
      'A mail is on its way to {email}; follow its link to go on. If it has not come in a few minutes, look among the junk mail or sign up once more.',
    unavailable:
      'The privacy notice is not published yet, so nobody can sign up. Ask the administrator.',
  },
  confirm: {
    title: 'Confirm the mail address',
    lead: 'Enter the password you chose at sign-up; the account is then ready.',
    submit: 'Confirm and sign in',
    forgot: 'Password forgotten? Setting a new one confirms the address too.',
    done: 'The address is confirmed. Welcome.',
    waiting:
      'The address is confirmed. You can book once the coordinator has admitted you; until then you can search.',
  },
  forgot: {
    title: 'Reset the password',
    lead: 'Enter the address of the account; we send a link to set a new password.',
    submit: 'Send the link',
    sentTitle: 'Look into your mail',
    sentBody:
      'If {email} has an account, a link to set a new password has been sent. It works for one hour.',
  },
  reset: {
    title: 'Set a new password',
    lead: 'Afterwards every device is signed out.',
    submit: 'Set new password',
    done: 'The new password is set. Sign in with it.',
  },
  link: {
    spentTitle: 'The link no longer works',
    spentBody: 'It was used, has expired, or a newer one took its place.',
    spentConfirm: 'Sign in with address and password to get a new confirmation link.',
    askAgain: 'Send another link',
  },
  firstAdmin: {
    title: 'Make the first administrator',
    lead: 'This link was printed at the first start and works once. The administrator then appoints the alliance office and the coordinators.',
    submit: 'Become administrator',
    done: 'You are an administrator now. Appoint the alliance office and the coordinators.',
    spentBody:
      'It was used, has expired, or there is an administrator already. Without one, a restart prints a new link.',
  },
  privacy: {
    title: 'Privacy notice',
    version: 'Version {version}, published {date}',
    none: 'The privacy notice is not published yet.',
  },
  rules: {
    sign_in_failed: 'Address or password is wrong. Check both, or reset the password',
    confirm_first: 'The address is not confirmed yet. A new link has been mailed; follow it first',
    wrong_password: 'The password is wrong',
    common_password: 'This password is too common and easily guessed; choose another',
    password_is_email: 'The password cannot be the mail address',
    name_missing: 'Give a name in Chinese or in English',
    university_missing: 'This address is of no member university; choose yours',
    privacy_changed: 'The privacy notice has a new version; read it before you accept',
    link_spent: 'The link no longer works; get a new one',
    too_many_tokens: 'At most 20 tokens at a time; revoke one that is not used',
    scope_missing: 'Choose the university or lab for this role',
    person_unknown: 'There is no account with this address; check it, or ask them to sign up',
    person_not_active: 'This account is not open yet: address unconfirmed, or not admitted',
    role_held: 'This person holds the role already',
    last_administrator: 'This is the last administrator. Appoint another first',
    already_decided: 'This was settled meanwhile; reload to see how',
  },
} satisfies Messages<typeof zh>
