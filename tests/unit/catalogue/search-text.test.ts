import { describe, expect, it } from 'vitest'
import { looseTerms, searchTerms, searchText, sortKey } from '~/features/catalogue/search-text'

const cryo = searchText({
  nameZh: '冷冻透射电子显微镜',
  nameEn: 'Cryo-transmission electron microscope',
  maker: 'Thermo Fisher Scientific',
  model: 'Krios G4',
  kind: { zh: '冷冻电子显微镜', en: 'Cryo-electron microscope', synonyms: ['冷冻电镜', 'Cryo-EM', 'LC-MS'] },
  labs: [{ nameZh: '生物治疗全国重点实验室', nameEn: 'State Key Laboratory of Biotherapy', formerNames: ['生物治疗国家重点实验室'] }],
  universities: [{ nameZh: '四川大学', nameEn: 'Sichuan University', shortZh: '川大', abbr: 'SCU' }],
  campus: { nameZh: '华西校区', nameEn: 'Huaxi', city: 'Chengdu' },
  disciplines: ['生物医学', null],
  tags: [{ zh: '生命健康', en: 'Life and health' }],
})

describe('search text', () => {
  it.each([
    '冷冻电镜', '镜', 'cryo', 'lddj', 'lengdongdianjing', 'krios', 'kriosg4', 'krios g4', 'cryoem',
    '川大', 'cd', 'scu', 'sichuan', '国家重点实验室', 'chengdu', '生物医学', 'life and health', 'swzl',
  ])('holds %s', (word) => {
    expect(cryo).toContain(word)
  })

  it('keeps four lines that begin and end with a blank', () => {
    const lines = cryo.split('\n')
    expect(lines).toHaveLength(4)
    for (const line of lines) expect(line).toMatch(/^ .* $/)
  })

  it('makes Latin words whole words, also beside Chinese', () => {
    const text = searchText({ nameZh: '工业CT', kind: { zh: '３Ｔ磁共振', en: 'MRI' }, labs: [], universities: [] })
    expect(text).toContain(' ct ')
    expect(text).toContain(' 3t ')
  })

  it('reads 重庆 as Chongqing', () => {
    expect(searchText({ nameZh: '重庆', kind: { zh: '', en: '' }, labs: [], universities: [] })).toContain('chongqing')
  })
})

describe('sort key', () => {
  it('sorts by pronunciation', () => {
    const names = ['质谱仪', '电镜', '扫描电镜', 'X射线衍射仪']
    expect(names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual([
      '电镜', '扫描电镜', 'X射线衍射仪', '质谱仪',
    ])
  })
})

describe('search terms', () => {
  it.each([
    ['  SCU   SEM ', ['scu', 'sem']],
    ['ＳＥＭ，电镜；电镜', ['sem', '电镜']],
    ['', []],
    ['lc-ms 100%', ['lc-ms', '100%']],
  ])('splits %j', (query, terms) => {
    expect(searchTerms(query)).toEqual(terms)
  })

  it('bounds what it reads', () => {
    expect(searchTerms('a b c d e f g h i j k').length).toBe(8)
    expect(searchTerms('x'.repeat(500))[0]?.length).toBe(200)
  })

  it('takes a phrase without blanks apart', () => {
    expect(looseTerms('川大sem')).toContain('sem')
    expect(looseTerms('川大冷冻电镜')).toContain('冷冻')
  })
})
