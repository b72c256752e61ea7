import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/calendar'

export default {
  label: 'Calendar of {name}',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  list: 'List',
  previous: { day: 'Previous day', week: 'Previous week', month: 'Previous month' },
  next: { day: 'Next day', week: 'Next week', month: 'Next month' },
  zoneNote: 'Times are in {zone}',
  legend: {
    free: 'Can be booked',
    mine: 'My booking',
    other: 'Booked by others',
    pending: 'Waiting for approval',
    maintenance: 'Maintenance',
    closure: 'Out of service',
    closed: 'Closed',
  },
  someoneElse: 'Booked',
  select: 'Select this time',
  loading: 'Loading the calendar',
  failed: 'The calendar did not load. Enter the time in the form below.',
  keyboardHint: 'Without a mouse, enter date and time in the form below the calendar.',
} satisfies Messages<typeof zh>
