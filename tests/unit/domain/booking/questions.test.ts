import { describe, expect, it } from 'vitest'
import { carryAnswers, judgeAnswers, type Question, type QuestionSet } from '~/domain/booking/questions'
import { bookingForm, bookingInputOf, readPosted } from '~/features/bookings/form'
import { questionsForm } from '~/features/scheduling/questions/schema'

const question = (rest: Partial<Question>): Question => ({ id: 'q1', kind: 'text', zh: '问题', en: 'Question', modes: [], isRequired: true, choices: [], min: null, max: null, ...rest })
const asks = (...questions: Question[]): QuestionSet => ({ version: 3, questions })
const codes = (set: QuestionSet, answers: Record<string, string>) => judgeAnswers(set, 'self_operation', answers).problems.map((each) => ('rule' in each.params ? each.params.rule : each.code))

it('what was answered answers the very same question elsewhere, and what is new or worded otherwise is asked again', () => {
  const before = [question({ id: 'q1', zh: '样品' }), question({ id: 'q2', zh: '溶剂', isRequired: false })]
  const { frozen } = judgeAnswers(asks(...before), 'remote', { q1: 'steel' })
  const carried = (...now: Question[]) => carryAnswers(frozen, before, asks(...now), 'remote')
  const same = question({ id: 'q9', zh: '样品' })
  expect(carried(same)).toEqual({ answers: { q9: 'steel' }, again: [] })
  // An optional one that was left empty stays so.
  expect(carried(same, question({ id: 'q8', zh: '溶剂', isRequired: false }))).toEqual({ answers: { q9: 'steel' }, again: [] })
  const added = question({ id: 'q7', zh: '温度' })
  expect(carried(same, added)).toEqual({ answers: { q9: 'steel' }, again: [same, added] })
  expect(carried(question({ id: 'q1', zh: '样品数' })).answers).toEqual({})
  // Asked for another way of use, it is not asked at all.
  expect(carried(same, question({ id: 'q7', zh: '温度', modes: ['self_operation'] })).again).toEqual([])
  expect(carryAnswers(null, [], undefined, null)).toEqual({ answers: {}, again: [] })
})

describe('answers', () => {
  it('are demanded where they are required, of the mode asked for', () => {
    expect(codes(asks(question({})), { q1: '  ' })).toEqual(['answer_missing'])
    expect(codes(asks(question({ isRequired: false })), {})).toEqual([])
    expect(codes(asks(question({ modes: ['remote'] })), {})).toEqual([])
    expect(codes(asks(question({ modes: ['self_operation'] })), {})).toEqual(['answer_missing'])
  })

  it('are of the kind asked for', () => {
    const number = asks(question({ kind: 'number', min: 1, max: 20 }))
    expect(['1', '20', '2.5', '0', '21', 'x', '1e3', '٣'].map((value) => codes(number, { q1: value }))).toEqual([[], [], [], ['range'], ['range'], ['number'], ['number'], ['number']])
    const choice = asks(question({ kind: 'choice', choices: [{ zh: '粉末', en: 'Powder' }, { zh: '块体', en: null }] }))
    expect([codes(choice, { q1: '粉末' }), codes(choice, { q1: 'Powder' })]).toEqual([[], ['choice']])
    expect(codes(asks(question({ kind: 'approval_number' })), { q1: '1'.repeat(101) })).toEqual(['long'])
  })

  it('stay with their questions and version, and nothing that was not asked', () => {
    const { frozen } = judgeAnswers(asks(question({ kind: 'choice', choices: [{ zh: '粉末', en: 'Powder' }, { zh: '块体', en: null }] })), 'remote', { q1: ' 粉末 ', q2: 'x' })
    expect(frozen).toEqual({ version: 3, answers: [{ id: 'q1', kind: 'choice', zh: '问题', en: 'Question', value: '粉末', valueEn: 'Powder' }] })
    expect(judgeAnswers(undefined, 'remote', { q1: 'x' })).toEqual({ problems: [], frozen: null })
  })
})

const posted = (values: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  return form
}

describe('the forms', () => {
  it('take answers by question', () => {
    const read = readPosted(posted({ startDate: '2026-12-01', startTime: '09:00', endDate: '2026-12-01', endTime: '10:00', 'answer.q1': ' 粉末 ', 'answer.q2': '' }), bookingForm)
    if (!read.ok) throw new Error(JSON.stringify(read.errors))
    expect(bookingInputOf(read.value, { id: 'r', timeZone: 'Asia/Shanghai' }).answers).toEqual({ q1: '粉末' })
  })

  it('read rows of questions, and refuse a choice without choices and a reversed range', () => {
    const read = readPosted(posted({ version: '0', 'questions[0].zh': '样品', 'questions[0].kind': 'choice', 'questions[0].choices': '粉末 | Powder\n块体\n', 'questions[1].kind': 'text' }), questionsForm)
    expect(read).toMatchObject({ ok: true, value: { questions: [{ zh: '样品', choices: [{ zh: '粉末', en: 'Powder' }, { zh: '块体', en: null }] }, { choices: [] }] } })
    const bad = readPosted(posted({ version: '0', 'questions[0].zh': '样品', 'questions[0].kind': 'choice', 'questions[1].zh': '数', 'questions[1].kind': 'number', 'questions[1].min': '5', 'questions[1].max': '1' }), questionsForm)
    expect(bad).toMatchObject({ ok: false, errors: { 'questions[0].choices': ['asking.rule.choices'], 'questions[1].max': ['asking.rule.range'] } })
  })
})
