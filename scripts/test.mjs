import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './machine/chromium.mjs'
import { Refusal, say } from './machine/output.mjs'
import { requireNode } from './machine/packages.mjs'
import { prepareCheckout } from './machine/prepare.mjs'
import { endCommands, run } from './machine/processes.mjs'

/*
 * `npm test`: everything CI runs, from a bare checkout, with one summary and a closing line.
 * `--quick` leaves out what needs a database, a build or a browser.
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const isQuick = process.argv.includes('--quick')
const reports = path.join(root, '.cache/reports')
const tool = (file) => path.join(root, 'node_modules', file)
const E2E_PORT = process.env.E2E_PORT ?? '4173'

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, ms: number, failures: string[] }} Row */
/** @type {Row[]} */
const rows = []
let isStopped = false

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (isStopped) return
    isStopped = true
    void endCommands('SIGINT').then(() => process.exit(130))
  })
}

try {
  process.chdir(root)
  requireNode()
  await prepareCheckout(root, { dev: true, build: false })
  fs.rmSync(reports, { recursive: true, force: true })
  fs.mkdirSync(reports, { recursive: true })
  await check('types', 'typescript/bin/tsc', ['--noEmit', '--incremental', '--tsBuildInfoFile', '.cache/types.tsbuildinfo'])
  await check('lint', 'oxlint/bin/oxlint', [])
  await vitest('unit', [['architecture', (file) => file.endsWith('tests/architecture.test.ts')], ['unit', () => true]])
  if (!isQuick) {
    await vitest('integration', [['integration', () => true]])
    if (await build()) await browser()
  }
} catch (error) {
  if (isStopped) await new Promise(() => {})
  say(error instanceof Refusal ? error.message : error.stack)
  rows.push({ name: 'preparing', passed: 0, failed: 1, skipped: 0, ms: 0, failures: [] })
}
summarise()

/** A step that says yes or no. */
async function check(name, script, args) {
  heading(name)
  const { ms, code } = await timed(() => run(process.execPath, [tool(script), ...args], { cwd: root, env: environment(), inherit: true }))
  rows.push({ name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, ms, failures: [] })
}

/**
 * @param {string} project
 * @param {[name: string, owns: (file: string) => boolean][]} groups which rows the project's files fill, the first that fits
 */
async function vitest(project, groups) {
  heading(project)
  const report = path.join(reports, `${project}.json`)
  const args = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { ms, code } = await timed(() => run(process.execPath, [tool('vitest/vitest.mjs'), ...args], { cwd: root, env: environment(), inherit: true }))
  const files = readReport(report)?.testResults ?? []
  const found = groups.map(([name]) => ({ name, passed: 0, failed: 0, skipped: 0, ms: 0, failures: [] }))
  for (const file of files) {
    const row = found[groups.findIndex(([, owns]) => owns(file.name.replaceAll('\\', '/')))]
    const failures = file.assertionResults.filter(({ status }) => status === 'failed')
    row.passed += file.assertionResults.filter(({ status }) => status === 'passed').length
    row.skipped += file.assertionResults.filter(({ status }) => ['skipped', 'pending', 'todo'].includes(status)).length
    row.failed += failures.length
    row.failures.push(...failures.map(({ fullName }) => `${path.relative(root, file.name)}: ${fullName}`))
    // The file itself broke, before or after its tests.
    if (file.status === 'failed' && failures.length === 0) {
      row.failed += 1
      row.failures.push(path.relative(root, file.name))
    }
    row.ms += Math.max(0, file.endTime - file.startTime)
  }
  const last = found.at(-1)
  last.ms = Math.max(0, ms - found.slice(0, -1).reduce((sum, row) => sum + row.ms, 0))
  if (code !== 0 && found.every(({ failed }) => failed === 0)) last.failed += 1
  rows.push(...found)
}

async function build() {
  heading('build')
  let failure = null
  const { ms } = await timed(() =>
    prepareCheckout(root, { dev: true, build: true }).catch((error) => {
      failure = error
    }),
  )
  if (failure !== null) say(failure.message)
  rows.push({ name: 'build', passed: failure === null ? 1 : 0, failed: failure === null ? 0 : 1, skipped: 0, ms, failures: [] })
  return failure === null
}

async function browser() {
  heading('browser')
  const chromium = await ensureChromium(root)
  const report = path.join(reports, 'browser.json')
  fs.rmSync(path.join(root, '.data', `e2e-${E2E_PORT}`), { recursive: true, force: true })
  const args = [tool('@playwright/test/cli.js'), 'test', '--reporter=list,json', '--pass-with-no-tests']
  const env = { ...environment(), CHROMIUM: chromium, E2E_PORT, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  const { ms, code } = await timed(() => run(process.execPath, args, { cwd: root, env, inherit: true }))
  const { stats, errors = [] } = readReport(report) ?? {}
  const row = {
    name: 'browser',
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: (stats?.unexpected ?? 0) + errors.length,
    skipped: stats?.skipped ?? 0,
    ms,
    failures: errors.map(({ message = '' }) => message.split('\n')[0]),
  }
  if (code !== 0 && row.failed === 0) row.failed = 1
  rows.push(row)
}

/** The person's own database and settings are none of the tests' business. */
function environment() {
  const own = ['DATABASE_URL', 'DATA_DIR', 'PORT', 'HOST', 'DEMO', 'BASE_URL', 'SMTP_URL', 'NODE_ENV', 'DEMO_PASSWORD', 'LOG_LEVEL', 'TRUST_PROXY', 'WORKER']
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.includes(name)))
}

async function timed(work) {
  const began = performance.now()
  const result = await work()
  if (isStopped) throw new Refusal('Stopped')
  return { ...result, ms: performance.now() - began }
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function heading(name) {
  say(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`)
}

function summarise() {
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0)
  const line = (cells) => say(`  ${cells[0].padEnd(14)}${cells.slice(1).map((cell) => String(cell).padStart(9)).join('')}`)
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
  heading('summary')
  line(['', 'passed', 'failed', 'skipped', 'time'])
  for (const { name, passed, failed, skipped, ms } of rows) line([`${failed === 0 ? '✓' : '✗'} ${name}`, passed, failed, skipped, seconds(ms)])
  const failures = rows.flatMap((row) => row.failures.map((failure) => `${row.name}: ${failure}`))
  if (failures.length > 0) say(`\n${failures.map((failure) => `  ✗ ${failure}`).join('\n')}`)
  say()
  process.exitCode = total('failed') === 0 ? 0 : 1
  say(`${total('passed')} passed, ${total('failed')} failed`)
}
