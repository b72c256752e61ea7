import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/home'

export default {
  title: 'Find a lab resource and book it',
  lead: 'The twenty universities of the Chengdu-Chongqing alliance open their key laboratories and instruments to each other.',
  searchAction: 'Find a resource',
  searchLabel: 'Search instruments, rooms and seats',
  searchHint: 'Name, model, technique, lab or pinyin initials, such as cryo or lddj.',
  searchPlaceholder: 'What do you need',
  browseTitle: 'Where to start',
  browse: { level: 'By lab level', city: 'By city', kind: 'By kind' },
  entry: '{name} ({count, number})',
  allResources: 'Show all resources',
  allLabs: 'Show all labs',
  help: 'Read the help',
  howTitle: 'How booking works',
  how: {
    find: 'Search for an instrument, room or seat, and see when it is free in the next seven days.',
    request: 'Pick a time, see the price, what you need to be allowed and who approves, then request it.',
    use: 'Come and use it; move or cancel when plans change.',
  },
  today: {
    title: 'Today',
    next: 'Your next booking',
    nothingComing: 'Nothing is booked. Start by searching for the instrument you need.',
    waiting: 'Bookings waiting for approval',
    toDecide: 'Requests waiting for you',
    allBookings: 'All bookings',
  },
} satisfies Messages<typeof zh>
