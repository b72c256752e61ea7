import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of processor time used so far, by side; null where the system does not tell (only Linux does). */
export type Cpu = { web: number; database: number; client: number }

const TICKS_PER_SECOND = 100

export function cpuOf(webPids: readonly number[], postmaster: number): Cpu | null {
  if (process.platform !== 'linux') return null
  const own = process.cpuUsage()
  const ticks = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + (statOf(pid)?.used ?? 0), 0) / TICKS_PER_SECOND
  const backends = processes().filter((pid) => statOf(pid)?.parent === postmaster)
  return { web: ticks(webPids), database: ticks([postmaster, ...backends]), client: (own.user + own.system) / 1e6 }
}

/** Itself and everything it has started. */
export function familyOf(pid: number): number[] {
  const children = processes().filter((each) => statOf(each)?.parent === pid)
  return [pid, ...children.flatMap(familyOf)]
}

function processes(): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)
}

function statOf(pid: number): { parent: number; used: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)\s/s, '').split(' ')
    const [user, system, childUser, childSystem] = [11, 12, 13, 14].map((at) => Number(fields[at]))
    return { parent: Number(fields[1]), used: (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0) }
  } catch {
    return null
  }
}
