import type { AffiliationKind } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import type { Purpose } from '~/domain/booking/states'
import type { Beneficiary, Operation } from '~/domain/usage/facts'

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

const PURPOSE_WORDS: readonly [Purpose, RegExp][] = [
  ['teaching', /教学|课程|实验课|毕业设计|毕设|teaching|course/],
  ['social_service', /社会服务|对外服务|横向|技术服务|科技开发|social|service|commercial/],
  ['research', /科研|研究|课题|research|science/],
]

/** The first that fits counts: an enterprise of the own university is an enterprise. */
const BENEFICIARY_WORDS: readonly [Beneficiary, RegExp][] = [
  ['enterprise', /企业|公司|enterprise|company|industry/],
  ['own_group', /本课题组|课题组内|本组|组内|own_?group/],
  ['alliance_member', /联盟|成员高校|alliance|member/],
  ['own_university', /本校|校内|本单位|内部|own_?university|internal|^own$/],
  ['other_institution', /外校|校外|院所|研究所|其他单位|外单位|外部|other|external|institute/],
]

const OPERATION_WORDS: readonly [Operation, RegExp][] = [
  ['self', /自主|独立|自行|本人|占用共享|self|user/],
  ['staff', /技术员|技术人员|委托|送样|代测|协助|技术共享|委托共享|staff|operator|technician|service/],
]

const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, '')
const first = <T>(words: readonly [T, RegExp][], text: string): T | null => words.find(([, pattern]) => pattern.test(fold(text)))?.[0] ?? null

export const kindOfWord = (text: string): AffiliationKind | null => first(KINDS, text)
export const basisOfWord = (text: string): Basis | null => first(BASIS_WORDS, text)
export const purposeOfWord = (text: string): Purpose | null => first(PURPOSE_WORDS, text)
export const beneficiaryOfWord = (text: string): Beneficiary | null => first(BENEFICIARY_WORDS, text)
export const operationOfWord = (text: string): Operation | null => first(OPERATION_WORDS, text)
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
