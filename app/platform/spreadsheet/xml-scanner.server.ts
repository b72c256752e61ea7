import { TableProblem } from '~/platform/spreadsheet/table-problem'

/** A tag or a stretch of text longer than this stands in no spreadsheet that a program wrote. */
const LONGEST_TOKEN = 2_000_000

export type XmlHandlers = {
  open: (name: string, attributes: string) => void
  close: (name: string) => void
  text: (text: string) => void
}

/**
 * Tags and text of the XML that spreadsheets are made of, from pieces as they come. Names come
 * without their prefix. There are no entities but the five of XML and numbers: a document type is
 * refused, so nothing can expand or be fetched.
 */
export class XmlScanner {
  #rest = ''

  constructor(private readonly handlers: XmlHandlers) {}

  /** @throws TableProblem `damaged` */
  push(piece: string): void {
    const text = this.#rest + piece
    let at = 0
    for (;;) {
      const start = text.indexOf('<', at)
      if (start < 0) break
      if (start > at) this.handlers.text(decoded(text.slice(at, start)))
      const after = this.#tag(text, start)
      if (after === null) {
        at = start
        break
      }
      at = after
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > LONGEST_TOKEN) throw new TableProblem('damaged')
  }

  /** The place behind the tag that begins here; null where its end has not come yet. */
  #tag(text: string, start: number): number | null {
    if (text.startsWith('<!--', start)) return behind(text, '-->', start + 4)
    if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start)
      if (end < 0) return null
      this.handlers.text(text.slice(start + 9, end))
      return end + 3
    }
    if (text.startsWith('<?', start)) return behind(text, '?>', start)
    const end = endOfTag(text, start)
    if (end === null) return null
    if (text[start + 1] === '!') throw new TableProblem('damaged')
    const isClosing = text[start + 1] === '/'
    const isEmpty = text[end - 1] === '/'
    const body = text.slice(start + (isClosing ? 2 : 1), isEmpty ? end - 1 : end)
    const blank = body.search(/\s/)
    const name = blank < 0 ? body : body.slice(0, blank)
    const local = name.slice(name.indexOf(':') + 1)
    if (isClosing) this.handlers.close(local)
    else {
      this.handlers.open(local, blank < 0 ? '' : body.slice(blank))
      if (isEmpty) this.handlers.close(local)
    }
    return end + 1
  }
}

function behind(text: string, mark: string, from: number): number | null {
  const at = text.indexOf(mark, from)
  return at < 0 ? null : at + mark.length
}

/** A > may stand inside a quoted attribute. */
function endOfTag(text: string, start: number): number | null {
  const first = text.indexOf('>', start)
  if (first < 0) return null
  const quotes = text.slice(start, first).split('"').length - 1
  if (quotes % 2 === 0) return first
  let isQuoted = false
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted
    else if (text[at] === '>' && !isQuoted) return at
  }
  return null
}

/** The value of an attribute, whatever prefix it has; null where it is not there. */
export function attribute(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return match ? decoded(match[1] ?? match[2] ?? '') : null
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal: string, hex: string, name: string) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
