import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const [lightCss = '', darkCss = ''] = css.split('@variant dark')

function tokensIn(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  )
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

const grounds = ['paper', 'surface', 'sunken']
const least: [text: string, grounds: string[], ratio: number][] = [
  ['ink', [...grounds, 'accent-soft', 'refused-soft', 'waiting-soft'], 7],
  ['muted', ['paper', 'surface'], 7],
  ['muted', ['sunken'], 4.5],
  ['faint', grounds, 4.5],
  ['accent', [...grounds, 'accent-soft'], 4.5],
  ['refused', [...grounds, 'refused-soft'], 4.5],
  ['waiting', [...grounds, 'waiting-soft'], 4.5],
  ['on-accent', ['accent', 'accent-strong'], 4.5],
  ['control', ['paper', 'surface'], 3],
  ['focus', grounds, 3],
]

describe.each([
  ['light', tokensIn(lightCss)],
  ['dark', tokensIn(darkCss)],
])('contrast in the %s look', (_, tokens) => {
  const hex = (name: string) => tokens.get(name) ?? expect.fail(`no token ${name}`)
  test.each(least)('%s on %j is at least %f', (text, on, ratio) => {
    const short = on.filter((ground) => contrast(hex(text), hex(ground)) < ratio)
    expect(short.map((ground) => [ground, contrast(hex(text), hex(ground)).toFixed(2)])).toEqual([])
  })
})
