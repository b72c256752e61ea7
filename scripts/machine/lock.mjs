import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { endProcess, isAlive, markOf } from './processes.mjs'

/**
 * A lock that a killed owner cannot leave behind: the file names the owner's process with its
 * start time, and the children that must end before somebody else may go on.
 *
 * @typedef {{ owner: import('./processes.mjs').ProcessMark, state: string,
 *   children: import('./processes.mjs').ProcessMark[], [detail: string]: unknown }} LockFacts
 */

/** @returns {LockFacts | null} what the living owner says of itself */
export function readLock(file) {
  const facts = parse(file)
  return facts !== null && isAlive(facts.owner) ? facts : null
}

/**
 * @param {string} file
 * @param {{ onHeld: (facts: LockFacts) => Promise<void> | void }} options called again and again while
 *   another process holds the lock; throws to give up
 */
export async function takeLock(file, { onHeld }) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  let facts = { owner: markOf(process.pid), state: 'starting', children: [] }
  const draft = `${file}.${randomUUID()}`
  const save = () => {
    try {
      fs.writeFileSync(draft, JSON.stringify(facts), { mode: 0o600 })
      fs.renameSync(draft, file)
    } catch (error) {
      // Somebody removed the whole folder; the owner still has to be able to stop.
      if (error.code !== 'ENOENT') throw error
    }
  }
  for (;;) {
    if (createWhole(draft, file, JSON.stringify(facts))) break
    const held = parse(file)
    if (held !== null && isAlive(held.owner)) {
      await onHeld(held)
      await sleep(250)
    } else {
      for (const child of held?.children ?? []) await endProcess(child)
      clearAway(file, held)
    }
  }
  return {
    /** @param {Record<string, unknown>} details */
    note(details) {
      facts = { ...facts, ...details }
      save()
    },
    addChild(mark) {
      facts = { ...facts, children: [...facts.children.filter(isAlive), mark] }
      save()
    },
    children: () => facts.children,
    release() {
      if (parse(file)?.owner.pid === process.pid) fs.rmSync(file, { force: true })
    },
  }
}

/** Creates the file with its whole content at once, or not at all when it exists. */
function createWhole(draft, file, content) {
  try {
    fs.writeFileSync(draft, content, { mode: 0o600 })
    fs.linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    // Some file systems know no hard links.
    try {
      fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
      return true
    } catch (second) {
      if (second.code === 'EEXIST') return false
      throw second
    }
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

/** Moves a dead owner's file away; puts it back when another process was quicker. */
function clearAway(file, expected) {
  const aside = `${file}.${randomUUID()}`
  try {
    fs.renameSync(file, aside)
  } catch {
    return
  }
  const found = parse(aside)
  if (found !== null && JSON.stringify(found.owner) !== JSON.stringify(expected?.owner)) {
    try {
      fs.linkSync(aside, file)
    } catch {
      // A third one holds it already.
    }
  }
  fs.rmSync(aside, { force: true })
}

/** @returns {LockFacts | null} */
function parse(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
