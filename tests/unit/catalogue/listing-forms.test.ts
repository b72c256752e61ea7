import { parseWithZod } from '@conform-to/zod/v4'
import { describe, expect, it } from 'vitest'
import { formValues } from '~/features/catalogue/form-values'
import { patched } from '~/features/catalogue/resources/patch'
import { priceSchema } from '~/features/catalogue/resources/price-form'
import { patchSchema, resourceSchema } from '~/features/catalogue/resources/schema'
import { ruleOf } from '~/i18n/rules'

const GOOD: [string, string][] = [
  ['nameZh', ' 电镜 '], ['kindId', 'sem'], ['labId', 'lab'], ['campusId', 'campus'], ['modes', 'remote'], ['capacity', '1'],
  ['ratedClass', 'general'], ['ratedHours', '1400'], ['shareScope', 'alliance'],
]

function judge(wish: Record<string, string | string[]> = {}) {
  const form = new FormData()
  for (const [name, value] of GOOD) if (!(name in wish)) form.append(name, value)
  for (const [name, value] of Object.entries(wish)) for (const each of [value].flat()) form.append(name, each)
  return parseWithZod(form, { schema: resourceSchema, error: ruleOf })
}
const errors = (wish: Record<string, string | string[]>) => judge(wish).reply().error ?? {}

describe('the form of a resource', () => {
  it('reads a plain one; what is empty is null', () => {
    const read = judge({ formerNames: 'a\r\nb\n\na', valueFen: '12.5', needsQualification: 'on', tags: ['x', 'y', 'x'], reviewOn: '' })
    expect(read.status === 'success' && read.value).toMatchObject({
      nameZh: '电镜', nameEn: null, formerNames: ['a', 'b'], valueFen: 1250, needsQualification: true, tags: ['x', 'y'], hazards: [], listedBy: [], reviewOn: null,
    })
  })

  it.each<[string, Record<string, string | string[]>, string, string]>([
    ['no name', { nameZh: '  ' }, 'nameZh', 'required'],
    ['a name too long', { nameZh: 'x'.repeat(201) }, 'nameZh', 'too_long:200'],
    ['no mode', { modes: [] }, 'modes', 'listing.rules.modes'],
    ['not open without a reason', { shareScope: 'own_university', reviewOn: '2027-01-01' }, 'notOpenReason', 'listing.rules.not_open'],
    ['not open without a review', { shareScope: 'contact_only', notOpenReason: 'x' }, 'reviewOn', 'listing.rules.not_open'],
    ['no date', { reviewOn: '2027-02-30' }, 'reviewOn', 'date'],
    ['http', { externalUrl: 'http://lab.example' }, 'externalUrl', 'url'],
    ['a script', { externalUrl: 'javascript:alert(1)' }, 'externalUrl', 'url'],
    ['a password in the address', { externalUrl: 'https://a:b@lab.example' }, 'externalUrl', 'url'],
    ['an odd value', { valueFen: 'much' }, 'valueFen', 'listing.rules.yuan'],
    ['half a place', { capacity: '1.5' }, 'capacity', 'not_whole'],
    ['no place', { capacity: '0' }, 'capacity', 'too_small:1'],
    ['an odd class', { nriiClass: '12' }, 'nriiClass', 'listing.rules.nrii'],
    ['an odd phone', { contactPhone: 'call me' }, 'contactPhone', 'listing.rules.phone'],
    ['an odd mail', { contactEmail: 'me' }, 'contactEmail', 'email'],
  ])('names the field and the rule for %s', (_, wish, field, rule) => {
    expect(errors(wish)[field]).toContain(rule)
  })

  it('shows a resource as it would be posted', () => {
    expect(formValues({ nameZh: '电镜', valueFen: 120_050, formerNames: ['a', 'b'], modes: ['remote'], needsQualification: true, isOff: false, capacity: 2, nothing: null })).toEqual({
      nameZh: '电镜', valueFen: '1200.50', formerNames: 'a\nb', modes: ['remote'], needsQualification: 'on', capacity: '2',
    })
  })
})

it('a patch leaves alone what it does not name', () => {
  const read = judge({ gateZh: '南门', tags: ['x', 'y'] })
  if (read.status !== 'success') throw new Error('unread')
  const before = read.value
  const patch = (wish: object) => patchSchema.parse({ modes: [], addTags: [], removeTags: [], ...wish })
  expect(patched(before, patch({}))).toEqual(before)
  expect(patched(before, patch({ accessZh: '刷卡', addTags: ['z'], removeTags: ['x'] }))).toEqual({ ...before, accessZh: '刷卡', tags: ['y', 'z'] })
  expect(patched(before, patch({ setModes: true, modes: ['entrusted_test'] })).modes).toEqual(['entrusted_test'])
})

it('prices are read by cell; one left empty lists none', () => {
  const form = new FormData()
  for (const [name, text] of [['version', '3'], ['price-any-enterprise', '80'], ['price-remote-own_university', '0'], ['price-any-own_university', '']] as const) form.append(name, text)
  const read = parseWithZod(form, { schema: priceSchema, error: ruleOf })
  const cells = read.status === 'success' ? read.value.cells.filter((each) => each.perHourFen !== null) : []
  expect(cells).toEqual([
    { mode: null, originClass: 'enterprise', perHourFen: 8000 },
    { mode: 'remote', originClass: 'own_university', perHourFen: 0 },
  ])
})
