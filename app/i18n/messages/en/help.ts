import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/help'

export default {
  title: 'Help',
  lead: 'How to find, book, change and cancel; how approval works; how to get an account.',
  contents: 'Contents',
  find: {
    title: 'Finding',
    words:
      'Search by name, model, technique, lab, university or pinyin initials; one or two Chinese characters are enough. With several words, all must match.',
    filters:
      'Choose as many filters as you like: any value of one group, but all groups at once. The number is how many resources would be left.',
    free: 'Choose “For how long” and “When” to see only resources with that much free time on end.',
    strip: 'The seven boxes of a result are the next seven days: solid is free, hatched is taken, empty is closed.',
    share: 'The address holds all your choices; whoever opens it sees the same results.',
  },
  book: {
    title: 'Booking',
    start:
      'Open a resource and drag over the time in its calendar, or open “Choose another time” and fill in start and end.',
    verdict:
      'Before you request, you see whether the time can be booked, what it costs and who approves; if not, why and what to do.',
    zone: 'Times follow the clock of the resource’s campus. Where your clock differs, the page names the zone.',
    taken: 'A time goes to one person only. If somebody was faster, you are offered the next free times.',
    price: 'The price depends on where the user comes from. It is fixed with the request; later changes leave it alone.',
  },
  change: {
    title: 'Changing and cancelling',
    move: 'Open the booking under “My bookings” to move or cancel it.',
    sameDay:
      'An approved booking stays approved if moved within its day and not made longer; any other change is decided anew, and both the old and the new time are held for you meanwhile.',
    cancel: 'A cancelled time is free at once. Some resources ask for notice; the page names the latest moment.',
    file: 'An approved booking comes by mail with an invitation for your calendar, and every change follows it; each booking also has a calendar file.',
  },
  approval: {
    title: 'Approval',
    wait: 'A request that needs approval holds its time while the lab manager decides; if nobody decides in time, it lapses.',
    own: 'Nobody decides their own request. Where there is no other manager, the university’s coordinator does.',
    decide: 'Managers approve, or decline with a reason, under “Approvals”, several at once if they like.',
    declined: 'A declined request tells you why. You can ask for another time or resource.',
  },
  accounts: {
    title: 'Accounts',
    signUp: 'Sign up with your university’s mail address and open the link in the mail that confirms it.',
    without: 'Without such an address, choose a university when you sign up; its coordinator admits you.',
    password: 'If you forget your password, choose “Forgot password” on the sign-in page and follow the mail.',
    sessions: 'Under “Account” you see the devices you are signed in on and can sign out each.',
    visitor: 'Resources, prices and free time are open to everybody; to book, sign in.',
  },
  keyboard: {
    title: 'Keyboard',
    tab: 'Tab goes through links, buttons and fields, Shift and Tab goes back, Enter opens or sends.',
    results: 'Among results, reach one with Tab, move to the others with the up and down arrows, open with Enter.',
    skip: 'The first Tab on every page stops at “Skip to content”.',
    form: 'Without a mouse, book by the form under “Choose another time”; it does all that the calendar does.',
  },
} satisfies Messages<typeof zh>
