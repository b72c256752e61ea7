import type { AffiliationKind } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'

/* The words that files use for what we keep as a choice. */

export const BASES = ['home', 'joint_appointment', 'visiting', 'exchange', 'secondment', 'joint_supervision'] as const
export type Basis = (typeof BASES)[number]

/** The first that fits counts: a visiting student is a student, an enterprise's engineer is no technician. */
const KINDS: readonly [AffiliationKind, RegExp][] = [
  ['enterprise', /企业|公司|工程师|enterprise|company|industry/],
  ['student', /学生|本科|硕士|博士(?!后)|研究生|博研|硕研|student|undergraduate|postgraduate|graduate|master|phd|doctoral/],
  ['technician', /实验技术|实验员|实验师|技术员|技术人员|technician|technical|labstaff/],
  ['visitor', /访问|访客|访学|来访|客座|校外|visit|guest/],
  ['teacher', /教师|教授|讲师|研究员|导师|博士后|教学|teacher|faculty|professor|lecturer|researcher|postdoc|academic/],
  ['staff', /职工|职员|行政|管理|员工|教辅|staff|administrat|employee/],
]

const BASIS_WORDS: readonly [Basis, RegExp][] = [
  ['joint_supervision', /联合培养|联合指导|共同指导|jointsupervision|jointlysupervised|joint_supervision|cosupervis/],
  ['joint_appointment', /双聘|联聘|联合聘|兼聘|兼职|jointappointment|jointlyappointed|dualappointment/],
  ['secondment', /挂职|借调|派驻|second/],
  ['exchange', /交换|交流|exchange/],
  ['visiting', /访问|访学|客座|进修|visit/],
  ['home', /本校|在职|在编|在籍|全日制|全职|正式|home|regular|fulltime|permanent|own/],
]

const MODE_WORDS: readonly [ResourceMode, RegExp][] = [
  ['self_operation', /自主|独立|自行|上机|selfoperation|self|alone|independent/],
  ['assisted_booking', /协助|陪同|指导下|assisted|supervised/],
  ['entrusted_test', /委托|送样|代测|entrust|service/],
  ['remote', /远程|remote/],
]

const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, '')
const first = <T>(words: readonly [T, RegExp][], text: string): T | null => words.find(([, pattern]) => pattern.test(fold(text)))?.[0] ?? null

export const kindOfWord = (text: string): AffiliationKind | null => first(KINDS, text)
export const basisOfWord = (text: string): Basis | null => first(BASIS_WORDS, text)
export const modeOfWord = (text: string): ResourceMode | null => first(MODE_WORDS, text)

/** A score in whole hundredths of full marks, rounded down: `92`, `92.5分`, `92%`; null: none. */
export function scoreOf(text: string): number | null {
  const match = /^(\d{1,3})(?:\.\d+)?(?:分|%)?$/.exec(text.normalize('NFKC').replace(/\s/g, ''))
  const score = Number(match?.[1])
  return match && score <= 100 ? score : null
}

/** The mail addresses in a text, lower case, each once, whatever stands between them. */
export function addressesIn(text: string): { addresses: string[]; rest: string[] } {
  const parts = text.normalize('NFKC').split(/[\s,;，；、|/]+/u).filter((each) => each !== '')
  const addresses = parts.flatMap((each) => addressOf(each) ?? [])
  return { addresses: [...new Set(addresses)], rest: parts.filter((each) => addressOf(each) === null) }
}

/** A mail address as accounts are known by, lower case; null where the text is none. */
export function addressOf(text: string): string | null {
  const folded = text.normalize('NFKC').trim().replace(/^<|>$|^mailto:/gi, '').toLowerCase()
  return folded.length <= 254 && /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:]+$/.test(folded) ? folded : null
}
