import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { Account } from './demo'
import { type Answer, send, sessionOf } from './http-session'

/** Imports brought to the stage that a test wants to see, by what the pages post. */

export type Stage = 'mapping' | 'checked' | 'applied'

const LAB = '煤矿灾害动力学与控制全国重点实验室'
const HEADINGS = ['资产编号', '名称', '金额', '使用部门', '校区']
/** What each column is, as the page's choices are called. */
const COLUMNS = ['assetNumber', 'nameZh', 'value', 'lab', 'campus']
const PATIENCE_MS = 60_000

/** A list of two good rows; one without a name, one of a lab that is not there, one without a class that can be told. */
export function inventoryCsv(run = randomUUID().slice(0, 8)): string {
  const rows = [
    [`${run}-1`, `扫描电镜甲${run}`, '1200000', LAB, 'A区'],
    [`${run}-2`, `扫描电镜乙${run}`, '980000.50', LAB, 'A区'],
    [`${run}-3`, '', '1200', LAB, 'A区'],
    [`${run}-4`, `扫描电镜丙${run}`, '待查', `尚未登记的分析测试中心${run}`, 'A区'],
    [`${run}-5`, `无从归类之物${run}`, '5000', LAB, '没有这个校区'],
  ]
  return [HEADINGS, ...rows].map((cells) => cells.join(',')).join('\n')
}

/** What a file is posted as: the body, and the type that names its boundary. */
export async function fileForm(file: File, fields: Record<string, string> = {}): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const form = new FormData()
  for (const [name, text] of Object.entries(fields)) form.set(name, text)
  form.set('file', file)
  const encoded = new Response(form)
  return { body: new Uint8Array(await encoded.arrayBuffer()), headers: { 'Content-Type': encoded.headers.get('Content-Type') ?? '' } }
}

/** Uploads a list for the university and gives the answer. */
export async function upload(account: Account, file: File, universityId = 'cqu'): Promise<Answer> {
  return send(await sessionOf(account), 'POST', '/manage/imports?index', await fileForm(file, { universityId }))
}

/** The address of a new import in the stage asked for. */
export async function importAt(account: Account, stage: Stage): Promise<string> {
  const uploaded = await upload(account, new File([inventoryCsv()], '设备一览表.csv', { type: 'text/csv' }))
  const path = uploaded.headers.get('Location') ?? ''
  if (uploaded.status !== 302 || !path.startsWith('/manage/imports/')) throw new Error(`the list was not taken: ${uploaded.status} ${uploaded.text.slice(0, 300)}`)
  if (stage === 'mapping') return path
  await post(account, path, { ...planOf(await versionOf(account, path)) })
  await until(account, path, 'value="apply"')
  if (stage === 'checked') return path
  await post(account, path, { intent: 'apply', version: await versionOf(account, path) })
  await until(account, path, 'value="publish"')
  return path
}

/** The form of the columns, filled in as for `inventoryCsv`. */
export const planOf = (version: string): Record<string, string> => ({
  intent: 'check', version, valueUnit: 'yuan', shareScope: 'alliance', modes: 'self_operation',
  ...Object.fromEntries(COLUMNS.map((field, at) => [`column-${at}`, field])),
})

/** The version that stands in the page's own form. */
export async function versionOf(account: Account, path: string): Promise<string> {
  const { text } = await send(await sessionOf(account), 'GET', path)
  const version = /name="version" value="(\d+)"/.exec(text)?.[1]
  if (version === undefined) throw new Error(`${path} carries no version`)
  return version
}

async function post(account: Account, path: string, form: Record<string, string>): Promise<void> {
  const answer = await send(await sessionOf(account), 'POST', `${path}?index`, { form })
  if (answer.status !== 302) throw new Error(`${path} ${form.intent ?? ''}: ${answer.status} ${answer.text.slice(0, 300)}`)
}

async function until(account: Account, path: string, mark: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    if ((await send(await sessionOf(account), 'GET', path)).text.includes(mark)) return
    await sleep(300)
  }
  throw new Error(`${path} did not come to show ${mark}`)
}
