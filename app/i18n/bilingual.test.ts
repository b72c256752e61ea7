import { expect, test } from 'vitest'
import { bilingual, otherName } from '~/i18n/bilingual'

test('what is missing in one language is shown in the other and marked', () => {
  expect(bilingual({ zh: '透射电镜', en: 'TEM' }, 'en')).toEqual({ text: 'TEM', lang: 'en', isFallback: false })
  expect(bilingual({ zh: '透射电镜', en: ' ' }, 'en')).toEqual({ text: '透射电镜', lang: 'zh-CN', isFallback: true })
  expect(bilingual({ zh: null, en: 'TEM' }, 'zh-CN')).toEqual({ text: 'TEM', lang: 'en', isFallback: true })
  expect(bilingual({}, 'zh-CN')).toEqual({ text: '', lang: 'zh-CN', isFallback: false })
})

test('the other name is there only when it says something else', () => {
  expect(otherName({ zh: '透射电镜', en: 'TEM' }, 'zh-CN')?.text).toBe('TEM')
  expect(otherName({ zh: 'TEM', en: 'TEM' }, 'zh-CN')).toBeNull()
  expect(otherName({ zh: '透射电镜', en: null }, 'en')).toBeNull()
})
