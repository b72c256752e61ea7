import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/conduct-after'

export default {
  title: 'After use', lead: '{resource}, {period}', open: 'Rating, thanks and results',
  rating: {
    title: 'How this use was', lead: 'Managers see the rating and the words without your name. From five ratings on the resource’s page shows their mean.', stars: 'Rating', star: { n5: '5 Very good', n4: '4 Good', n3: '3 Fair', n2: '2 Poor', n1: '1 Very poor' },
    words: 'In words', wordsHint: 'May be left empty', save: 'Rate this use', change: 'Change the rating', saved: 'Rating saved', mean: 'Rated by users', meanValue: '{mean} of 5 ({count, plural, one {# rating} other {# ratings}})',
  },
  thanks: {
    title: 'Words of thanks', lead: 'To copy into what you publish.', zh: 'Chinese', en: 'English', copy: 'Copy the {language} words', copied: 'Copied',
    default: 'We thank {lab}, {university}, for machine time on and support with {resource} ({code}).',
    edit: 'Thanks and ratings', editTitle: '{name}: thanks and ratings', editLead: 'The words that users should put into what they publish. Left empty, the lab’s words are used, and without those words made of the names and the code.',
    fieldZh: 'Thanks in Chinese', fieldEn: 'Thanks in English', fieldHint: '[resource] stands for the resource’s name, [code] for its code', save: 'Save the words', saved: 'Words saved', now: 'As it is now',
  },
  ratings: { title: 'Ratings', none: 'Not rated yet', stars: 'Rating', words: 'In words', when: 'When', resource: 'Resource' },
  works: {
    title: 'Results', lead: 'Papers, patents, awards and theses that came of uses.', mine: 'My results', of: 'Results: {name}', add: 'Add a result', none: 'No results yet', noneHint: 'What is added here is found again from the resource and the project.',
    file: 'Download as a table', change: 'Change', changeTitle: 'Change a result', addTitle: 'Add a result', save: 'Save', added: 'Added', changed: 'Saved', remove: 'Remove this result', removed: 'Removed',
    fromUse: 'Results of this use', all: 'All results', resourceLink: 'Results', projectLink: 'Results of the project',
    kind: { paper: 'Paper', patent: 'Patent', award: 'Award', thesis: 'Thesis' },
    field: { kind: 'Kind', title: 'Title', people: 'Authors', venue: 'Journal, patent office, giver of the award or university', year: 'Year', doi: 'DOI', number: 'Number of the patent or certificate', uses: 'Uses it came of', resources: 'Resources used', projects: 'Projects' },
    hint: { people: 'As printed, in order', doi: 'Such as 10.1000/182; only its form is checked', uses: 'Your latest uses; their resources and projects are linked with them' },
    column: { what: 'Result', year: 'Year', resources: 'Resources', projects: 'Projects', uses: 'Uses', acts: 'Do' },
  },
  rules: { doi: 'Not the form of a DOI, such as 10.1000/182', known: 'You have added this DOI already' },
} satisfies Messages<typeof zh>
