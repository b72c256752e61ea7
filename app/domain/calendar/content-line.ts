/**
 * The lowest layer of RFC 5545: content lines. Whatever is put in as text or parameter leaves as
 * data of one line; nothing in it can begin a line or a property of its own.
 */
const CRLF = '\r\n'
const MAX_OCTETS = 75
const encoder = new TextEncoder()

/** Escapes a value of type TEXT (RFC 5545 3.3.11); line breaks become \n, other control characters go. */
export function escapeText(text: string): string {
  return withoutControls(text.replaceAll(/\r\n?|\u2028|\u2029|\u0085/g, '\n'), true)
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll('\n', '\\n')
}

/** Quotes a parameter value; line breaks and quotation marks are written by RFC 6868 (^n, ^'). */
export function quoteParameter(text: string): string {
  const plain = withoutControls(text.replaceAll(/\r\n?/g, '\n'), true)
    .replaceAll('^', '^^')
    .replaceAll('"', "^'")
    .replaceAll('\n', '^n')
  return `"${plain}"`
}

/** A value that stands unescaped (a URI, an id): control characters and white space go. */
export function bareValue(text: string): string {
  return withoutControls(text, false).replaceAll(/\s/g, '')
}

/** Folds a line at 75 octets (RFC 5545 3.1), never inside a character, and ends it with CRLF. */
export function foldLine(line: string): string {
  if (encoder.encode(line).length <= MAX_OCTETS) return line + CRLF
  const pieces: string[] = []
  let piece = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > MAX_OCTETS) {
      pieces.push(piece)
      // The blank that marks a continuation counts as one of the next line's octets.
      piece = ''
      octets = 1
    }
    piece += character
    octets += size
  }
  pieces.push(piece)
  return pieces.join(`${CRLF} `) + CRLF
}

function withoutControls(text: string, keepNewline: boolean): string {
  let kept = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f)
    if (!isControl || (keepNewline && character === '\n')) kept += character
    else if (character === '\t') kept += ' '
  }
  return kept
}
