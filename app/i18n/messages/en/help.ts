import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/help'

export default {
  title: 'Help',
  lead: 'How to find, book, change and cancel; how approval works; how to get an account.',
  contents: 'Contents',
  forStaff: 'Lab managers and coordinators',
  about: 'Help: {topic}',
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
  time: {
    title: 'Finding free time',
    search: 'Under “Find free time” say what you need, for how long and when. Results are ordered by time, journey or price, and each row books its first free slot.',
    together: 'Choose several resources to see when you can use them in order. The journey between campuses is counted; you say how long you would wait.',
    elsewhere: 'If the time you want cannot be booked, the form lists like resources elsewhere with journey and price, and whether samples can be sent.',
    board: '“Side by side” shows a lab’s resources or your own choice in one table: press free time to book, drag your own booking to move it, print it as a day sheet.',
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
  listing: {
    title: 'Listing an instrument',
    start: 'Open “Resources” and choose “Add a resource”. If there is one like it, choose “Copy” in its row; its details and prices are filled in, all but the asset number.',
    draft: 'It is a draft at first, seen by managers only. Check it, then publish it under “Publish or retire”; from then on it can be found and booked.',
    scope: 'It is open to the alliance unless you say otherwise; what is not open needs a reason and a date of review.',
    parts: 'Prices, pictures and documents, publishing and the busy-time calendar have a page each. A price may begin on a later day; bookings keep theirs.',
    retire: 'A retired instrument is no longer shown, and its history stays. Bookings still ahead are moved or cancelled first. It can be brought back.',
    history: 'Who changed what, and when, stands under “History”. If two people edit the same entry, the one who saves later sees both versions.',
  },
  many: {
    title: 'Changing many at once',
    choose: 'Filter the list of resources, tick those to change, and choose “Change those ticked”.',
    blank: 'What you leave empty stays; only what you fill in is changed.',
    preview: 'You see every change first, before and after. Applying changes all of them or none, and says which one is in the way.',
  },
  import: {
    title: 'Importing an inventory',
    file: 'Under “Inventory import”, upload your university’s own list (CSV or XLSX) with any headings; last year’s SJ3 table will do. At most 20 MB and 50,000 rows.',
    columns: 'What each column means is proposed from its heading; please check. It is remembered for the next list. Asset number and name are needed.',
    check: 'Checking writes nothing. Every row with a problem is listed with the reason: correct it there, or download the problems, mend your file and upload it again.',
    labs: 'Where the list names a unit that is not known here, choose the laboratory it is, or create it; a new one is listed once the coordinator has confirmed it.',
    confirm: 'The catalogue changes only when you confirm, and only as the check has listed. New instruments are drafts until a manager publishes them.',
    again: 'The same file again changes nothing. A newer list shows what is new, changed and not in the file; nothing is retired by itself.',
  },
  ownSystem: {
    title: 'A booking system of your own',
    link: 'If it is booked only there, give “Address in the owner’s booking system” in the details: it is shown here, and readers follow the link to book.',
    feed: 'If it is booked in both, give the address of that system’s calendar under “Busy-time calendar” (ICS, beginning with https://, not inside your own network).',
    reading: 'The next half year is read as often as you choose. Busy time cannot be booked here; titles and names are not kept.',
    clash: 'Where it meets a booking made here, the booking is not lost: the clash is listed there for you to settle with the person.',
    age: 'The page says when the calendar was last read in full. A reading that fails says why, and changes nothing.',
  },
  mail: {
    title: 'Mail that did not arrive',
    look: 'Look among the junk mail, then check your address under “Account”. While a mail server is down, mail waits and is sent again by itself; none is lost.',
    links: 'Links that confirm an address or reset a password expire and work once. Ask for a new one on the sign-in page.',
    refused: 'Where your server refuses mail, the alliance office sees its answer under “Administration – Mail” and can send it again once that is mended. Tell them your address.',
    nothing: 'The pages always hold: requests, decisions and bookings stand under “My bookings” and “Approvals”, mail or not.',
    demo: 'The demo sends nothing out; all mail is in the demo mailbox.',
  },
  keyboard: {
    title: 'Keyboard',
    tab: 'Tab goes through links, buttons and fields, Shift and Tab goes back, Enter opens or sends.',
    results: 'Among results, reach one with Tab, move to the others with the up and down arrows, open with Enter.',
    skip: 'The first Tab on every page stops at “Skip to content”.',
    form: 'Without a mouse, book by the form under “Choose another time”; it does all that the calendar does.',
  },
} satisfies Messages<typeof zh>
