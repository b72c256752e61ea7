import { TableProblem } from '~/platform/spreadsheet/table-problem'
import { attribute, XmlScanner } from '~/platform/spreadsheet/xml-scanner.server'
import { openZip, readPart, type Zip } from '~/platform/spreadsheet/zip.server'

const MOST_PART_BYTES = 8_000_000
const MOST_STRINGS_BYTES = 60_000_000
const MOST_STRINGS = 1_000_000

export type CellFormat = 'date' | { digits: number } | null
export type Book = {
  zip: Zip
  sheets: { name: string; part: string }[]
  strings: string[]
  /** By the style number of a cell. */
  formats: CellFormat[]
  is1904: boolean
}

/**
 * What the cells of a workbook refer to: its visible sheets, shared texts and number formats.
 * @throws TableProblem
 */
export async function openBook(bytes: Buffer): Promise<Book> {
  const zip = openZip(bytes)
  const targets = new Map<string, string>()
  await scan(zip, 'xl/_rels/workbook.xml.rels', MOST_PART_BYTES, {
    open: (name, attributes) => {
      const id = attribute(attributes, 'Id')
      const target = attribute(attributes, 'Target')
      if (name === 'Relationship' && id && target) targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    },
  })
  const sheets: Book['sheets'] = []
  let is1904 = false
  const isBook = await scan(zip, 'xl/workbook.xml', MOST_PART_BYTES, {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet' || !['visible', null].includes(attribute(attributes, 'state'))) return
      // `r:id` and `sheetId` end alike; the first is an attribute of its own after a colon.
      const part = targets.get(/[\s:]id\s*=\s*"([^"]*)"/.exec(attributes)?.[1] ?? '')
      if (part?.includes('worksheets/')) sheets.push({ name: attribute(attributes, 'name') ?? '', part })
    },
  })
  if (!isBook) throw new TableProblem('not_a_table')
  if (sheets.length === 0) throw new TableProblem('empty')
  return { zip, sheets, is1904, strings: await stringsOf(zip), formats: await formatsOf(zip) }
}

async function stringsOf(zip: Zip): Promise<string[]> {
  const strings: string[] = []
  let parts: string[] = []
  let isText = false
  let isPhonetic = false
  await scan(zip, 'xl/sharedStrings.xml', MOST_STRINGS_BYTES, {
    open: (name) => {
      if (name === 'si') parts = []
      // How a name is spoken is written beside it and is no part of it.
      else if (name === 'rPh') isPhonetic = true
      else if (name === 't') isText = !isPhonetic
    },
    text: (text) => {
      if (isText) parts.push(text)
    },
    close: (name) => {
      if (name === 't') isText = false
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'si') strings.push(parts.join(''))
      if (strings.length > MOST_STRINGS) throw new TableProblem('unpacks_too_large')
    },
  })
  return strings
}

async function formatsOf(zip: Zip): Promise<CellFormat[]> {
  const custom = new Map<number, string>()
  const formats: CellFormat[] = []
  let isCellFormats = false
  await scan(zip, 'xl/styles.xml', MOST_PART_BYTES, {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      else if (name === 'cellXfs') isCellFormats = true
      else if (name === 'xf' && isCellFormats) formats.push(formatOf(Number(attribute(attributes, 'numFmtId') ?? 0), custom))
    },
    close: (name) => {
      if (name === 'cellXfs') isCellFormats = false
    },
  })
  return formats
}

/** Numbers of formats that every program knows without being told (ECMA-376, 18.8.30). */
const isBuiltInDate = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

function formatOf(id: number, custom: ReadonlyMap<number, string>): CellFormat {
  const code = custom.get(id)
  if (code === undefined) return isBuiltInDate(id) ? 'date' : null
  if (/^0+$/.test(code)) return { digits: code.length }
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare) ? 'date' : null
}

type Handlers = { open: (name: string, attributes: string) => void; close?: (name: string) => void; text?: (text: string) => void }

/** False where the archive has no such part. */
async function scan(zip: Zip, part: string, mostBytes: number, handlers: Handlers): Promise<boolean> {
  const pieces = readPart(zip, part, mostBytes)
  if (pieces === null) return false
  const nothing = () => {}
  const scanner = new XmlScanner({ close: nothing, text: nothing, ...handlers })
  for await (const piece of pieces) scanner.push(piece)
  return true
}
