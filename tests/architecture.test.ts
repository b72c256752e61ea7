import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/**
 * The rooms of the house and which way the doors open (docs/decisions/0001). A rule is loosened
 * only together with a decision record.
 */
const ROOT = path.resolve(import.meta.dirname, '..')

/** A feature imports only features before it. */
const FEATURES = [
  'audit', 'jobs', 'alliance', 'auth', 'catalogue', 'people', 'scheduling', 'approvals', 'finder', 'bookings',
  'usage', 'billing', 'reports', 'governance', 'notifications', 'admin',
]
/** What a route may take from the machine room; the database is not among it. */
const ROUTE_PLATFORM = ['http', 'cookie', 'paths', 'json-api', 'env.server', 'readiness.server']
const FORBIDDEN_NAMES = /(^|[/.-])(utils?|helpers?|service|misc|index)\.(server\.)?tsx?$/

type Edge = { to: string; isType: boolean }
type Source = { file: string; text: string; lines: number; edges: Edge[] }

const fileSet = new Set(['app', 'emails'].flatMap(walk))
const sources = ['app', 'emails'].flatMap(walk).filter((file) => !file.startsWith('app/platform/generated/')).map(read)
const code = sources.filter((each) => !/\.test\.tsx?$/.test(each.file))
const byFile = new Map(code.map((each) => [each.file, each]))

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((each) => each.isFile() && /\.tsx?$/.test(each.name))
    .map((each) => path.relative(ROOT, path.join(each.parentPath, each.name)).split(path.sep).join('/'))
}

function read(file: string): Source {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const edges: Edge[] = []
  const add = (specifier: ts.Expression | undefined, isType: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) edges.push({ to: resolve(file, specifier.text), isType })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { file, text, lines: text.split('\n').length - 1, edges }
}

/** `import { type X }` keeps an import of the file itself in what is built, unlike `import type`. */
function isTypeOnly(node: ts.ImportDeclaration): boolean {
  return node.importClause?.isTypeOnly ?? false
}

/** Our own files as paths from the root, packages by their name. */
function resolve(from: string, specifier: string): string {
  const bare = specifier.replace(/\?.*$/, '')
  const base = bare.startsWith('~/')
    ? `app/${bare.slice(2)}`
    : bare.startsWith('#emails/')
      ? `emails/${bare.slice(8)}`
      : bare.startsWith('.')
        ? path.posix.normalize(path.posix.join(path.posix.dirname(from), bare))
        : null
  if (base === null) return bare
  return ['', '.ts', '.tsx', '/index.ts'].map((end) => base + end).find((each) => fileSet.has(each)) ?? base
}

const room = (file: string) => (file.startsWith('app/') ? (file.split('/')[1] ?? '') : file.split('/')[0]!)
const feature = (file: string) => (file.startsWith('app/features/') ? file.split('/')[2]! : null)
const isOurs = (to: string) => to.startsWith('app/') || to.startsWith('emails/')
const isServer = (file: string) => /\.server(\.tsx?)?$/.test(file)
const isDatabase = (to: string) => to.startsWith('app/platform/db.server') || to.startsWith('app/platform/generated/prisma')

function violations(of: (source: Source, edge: Edge) => boolean): string[] {
  return code.flatMap((source) =>
    source.edges.filter((edge) => of(source, edge)).map((edge) => `${source.file} → ${edge.to}`),
  )
}

describe('directions', () => {
  it('domain imports only domain and its calendar library', () => {
    expect(violations(({ file }, { to }) => room(file) === 'domain' && (isOurs(to) ? room(to) !== 'domain' : to !== 'temporal-polyfill'))).toEqual([])
  })

  it('domain reads no clock, no environment and no chance', () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.|crypto\.|Temporal\.Now/
    expect(code.filter((each) => room(each.file) === 'domain' && impure.test(each.text)).map((each) => each.file)).toEqual([])
  })

  it('a feature imports only earlier features', () => {
    expect(FEATURES).toEqual(expect.arrayContaining([...new Set(code.flatMap((each) => feature(each.file) ?? []))]))
    expect(
      violations(({ file }, { to }) => {
        const from = feature(file)
        const target = feature(to)
        return from !== null && target !== null && FEATURES.indexOf(target) > FEATURES.indexOf(from)
      }),
    ).toEqual([])
  })

  it('features import domain, platform, i18n, emails and earlier features; ui only from components', () => {
    const allowed = new Set(['domain', 'platform', 'i18n', 'features', 'emails'])
    expect(
      violations(({ file }, { to }) => {
        if (feature(file) === null || !isOurs(to)) return false
        if (room(to) === 'ui') return !file.includes('/components/')
        return !allowed.has(room(to))
      }),
    ).toEqual([])
  })

  it('only server files of features reach the database; routes, ui and i18n never do', () => {
    expect(
      violations(({ file }, { to }) => {
        if (!isDatabase(to) || room(file) === 'platform') return false
        return !(feature(file) !== null && isServer(file))
      }),
    ).toEqual([])
  })

  it('a route imports no other route, and of the platform only what answers HTTP', () => {
    expect(
      violations(({ file }, { to }) => {
        if (room(file) !== 'routes' || !isOurs(to)) return false
        if (room(to) === 'routes') return true
        return room(to) === 'platform' && !ROUTE_PLATFORM.includes(to.replace(/^app\/platform\//, '').replace(/\.tsx?$/, ''))
      }),
    ).toEqual([])
  })

  it('ui knows no domain value and no feature', () => {
    expect(
      violations(({ file }, { to, isType }) => room(file) === 'ui' && (room(to) === 'features' || room(to) === 'routes' || (room(to) === 'domain' && !isType))),
    ).toEqual([])
  })

  it('i18n imports of the house only types of the domain and pure formatting', () => {
    expect(violations(({ file }, { to }) => room(file) === 'i18n' && isOurs(to) && !['i18n', 'domain'].includes(room(to)))).toEqual([])
  })

  it('ui, components and emails take no value from a server file', () => {
    const isClient = (file: string) => room(file) === 'ui' || room(file) === 'emails' || file.includes('/components/')
    expect(violations(({ file }, { to, isType }) => isClient(file) && isServer(to) && !isType)).toEqual([])
  })

  it('nobody imports notifications but their own routes', () => {
    expect(violations(({ file }, { to }) => feature(to) === 'notifications' && feature(file) !== 'notifications' && room(file) !== 'routes')).toEqual([])
  })

  it('approvals know no bookings', () => {
    expect(code.filter((each) => feature(each.file) === 'approvals' && /tx\.booking\b|db\.booking\b|features\/bookings/.test(each.text)).map((each) => each.file)).toEqual([])
  })
})

describe('shape', () => {
  it('has no import cycles', () => {
    const cycles: string[] = []
    const done = new Set<string>()
    const visit = (file: string, trail: string[]): void => {
      const at = trail.indexOf(file)
      if (at >= 0) cycles.push([...trail.slice(at), file].join(' → '))
      if (at >= 0 || done.has(file)) return
      for (const { to, isType } of byFile.get(file)?.edges ?? []) if (!isType && byFile.has(to)) visit(to, [...trail, file])
      done.add(file)
    }
    for (const { file } of code) visit(file, [])
    expect(cycles).toEqual([])
  })

  it('keeps files within their size', () => {
    const limit = (file: string) => {
      if (file.startsWith('app/i18n/messages/')) return 400
      if (room(file) === 'domain') return 200
      if (feature(file) !== null) return 250
      return 300
    }
    expect(code.filter((each) => each.lines > limit(each.file)).map((each) => `${each.file}: ${each.lines}`)).toEqual([])
  })

  it('has no grab-bags', () => {
    expect(code.filter((each) => FORBIDDEN_NAMES.test(each.file)).map((each) => each.file)).toEqual([])
  })

  it('names a feature folder’s files from a closed set', () => {
    const known = /^([a-z-]+\/)?(components\/[a-z0-9-]+\.tsx?|[a-z0-9-]+\.server\.tsx?|[a-z0-9-]+\.ts)$/
    const inside = (file: string) => file.split('/').slice(3).join('/')
    expect(code.filter((each) => feature(each.file) !== null && !known.test(inside(each.file))).map((each) => each.file)).toEqual([])
  })

  it('lets a feature’s shared files, seen by server and browser alike, know only rules and words', () => {
    const isShared = (file: string) => feature(file) !== null && !isServer(file) && !file.includes('/components/')
    expect(
      violations(({ file }, { to, isType }) => isShared(file) && isOurs(to) && !isType && (isServer(to) || !['domain', 'i18n', 'features'].includes(room(to)))),
    ).toEqual([])
  })

  it('keeps words in i18n', () => {
    const isWordless = (file: string) => ['routes', 'ui', 'features', 'platform'].includes(room(file)) || room(file) === 'emails'
    expect(code.filter((each) => isWordless(each.file) && /\p{Script=Han}/u.test(each.text)).map((each) => each.file)).toEqual([])
  })

  it('escapes no rule of the compiler', () => {
    expect(code.filter((each) => !each.file.startsWith('app/i18n/messages/') && /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b/.test(each.text)).map((each) => each.file)).toEqual([])
  })
})
