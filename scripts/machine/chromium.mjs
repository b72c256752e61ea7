import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { Refusal, step } from './output.mjs'
import { run } from './processes.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * A browser for the tests: the one named by CHROMIUM, Playwright's own, or the system's.
 * @returns {Promise<string | null>} the program, or null when there is none
 */
export async function findChromium() {
  const own = await playwrightsOwn()
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const installed = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  const candidates = [process.env.CHROMIUM, own, ...installed, ...ELSEWHERE]
  return candidates.find((file) => file && fs.existsSync(file)) ?? null
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('@playwright/test')
    return chromium.executablePath()
  } catch {
    return null
  }
}

/** Finds a browser or gets one: Playwright's download first, then the system's package. */
export async function ensureChromium(root) {
  const found = await findChromium()
  if (found !== null) return found
  return step('Getting a browser for the tests', async (note) => {
    const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
    const isRoot = process.getuid?.() === 0
    const ways = [
      [process.execPath, [cli, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium']],
      [process.execPath, [cli, 'install', 'chromium']],
      ...(isRoot ? [['apt-get', ['update']], ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']]] : []),
    ]
    const complaints = []
    for (const [command, args] of ways) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      const { code, tail } = await run(command, args, { cwd: root, env, onLine: note }).catch((error) => ({ code: 1, tail: error.message }))
      const browser = await findChromium()
      if (code === 0 && browser !== null) return browser
      if (code !== 0) complaints.push(tail)
    }
    throw new Refusal(`No browser could be had. Install Chromium, or name one with CHROMIUM=/path/to/chrome.\n${complaints.join('\n')}`)
  })
}
