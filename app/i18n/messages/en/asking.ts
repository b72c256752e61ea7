import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/asking'

export default {
  tab: 'Questions',
  title: 'Questions when booking',
  lead: 'What people answer when they book this resource, at most {count, number} questions. The answers stay with the booking, and those who decide see them. Empty the Chinese question of a row to ask it no more; answers already given stay.',
  row: 'Question {n, number}',
  zh: 'Question in Chinese',
  en: 'Question in English',
  kind: 'Answered by',
  kinds: { text: 'Text', number: 'Number', choice: 'One of several choices', file: 'File', approval_number: 'Approval number' },
  mode: 'Asked for',
  anyMode: 'All ways of use',
  isRequired: 'An answer is required',
  more: 'Choices and range',
  choices: 'Choices',
  choicesHint: 'Of a choice only. One a line, English after a vertical bar, such as: 粉末 | Powder',
  min: 'Smallest',
  max: 'Largest',
  save: 'Save questions',
  saved: 'Questions saved.',
  onlyFor: 'Only when the way of use is {modes}.',
  bounds: 'From {min} to {max}.',
  fileHint: 'A PDF or a picture, up to 20 MB.',
  fileKept: 'A file is here; choose another to replace it.',
  choose: 'Choose',
  rule: { choices: 'A choice has at least two choices', range: 'The largest must not be below the smallest' },
} satisfies Messages<typeof zh>
