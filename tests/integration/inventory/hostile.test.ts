import { deflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { firstRows, openTable, type TableRow } from '~/features/catalogue/import/table.server'
import { uploadInventory } from '~/features/catalogue/import/upload.server'
import type { Actor } from '~/domain/access/permission'
import { coordinatorOf, makeWorld } from '#tests/factories/world'
import { checked, csv, held, HEADINGS, installQueue, outcomes, problemsOf, rowsOf, xlsx } from './world'

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  coordinator = await coordinatorOf('a')
})

async function all(bytes: Buffer): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of (await openTable(bytes)).rows()) rows.push(row)
  return rows
}

/** A ZIP archive with what its headers say of sizes left to the test. */
function zip(parts: Record<string, string | Buffer>, claim?: number): Buffer {
  const files = Object.entries(parts).map(([name, text]) => ({ name: Buffer.from(name), plain: Buffer.from(text), packed: deflateRawSync(text) }))
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, plain, packed } of files) {
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claim ?? plain.length, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(claim ?? plain.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    local.push(head, name, packed)
    central.push(entry, name)
    offset += head.length + name.length + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

const book = (sheet: string, more: Record<string, string> = {}) =>
  zip({
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  })
const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`

describe('spreadsheets as people make them', () => {
  it('with titles, merged cells, dates, numbers as text and leading zeros', async () => {
    const id = await checked(coordinator, await xlsx((sheet) => {
      sheet.addRow(['测试大学仪器设备清单'])
      sheet.mergeCells('A1:I1')
      sheet.addRow([])
      sheet.addRow(['资产编号', '设备名称', '规格型号', '原值(万元)', '购入日期', '使用单位', '备注', '使用机时'])
      sheet.addRow(['资产编号', '设备名称', '规格型号', '原值(万元)', '购入日期', '使用单位', '备注', '教学', '科研'])
      const padded = sheet.addRow([42, '测试仪器', 'A', 12.345678, new Date('2019-03-05T00:00:00Z'), '实验室', '', 1, 2])
      padded.getCell(1).numFmt = '00000000'
      sheet.addRow(['20190002', '测试仪器', 'B', '120,000.5', '201903', '', '', '', ''])
      sheet.addRow([201900000003, { richText: [{ text: '测试' }, { text: '仪器', font: { bold: true } }] }, 'C', 0.1 + 0.2, '2019年3月', '', '', '', ''])
      sheet.addRow(['合计', '', '', 99])
      sheet.mergeCells('A3:A4')
      sheet.mergeCells('F5:F7')
    }))
    expect(await held(id)).toMatchObject({ headingRow: 4, plan: { valueUnit: 'ten_thousand' } })
    expect(await problemsOf(id)).toEqual([])
    expect((await rowsOf(id)).map(({ row, values }) => ({ row, ...(values as object) }))).toEqual([
      { row: 5, assetNumber: '00000042', nameZh: '测试仪器', model: 'A', value: '12.345678', acquiredOn: '2019-03-05', lab: '实验室' },
      { row: 6, assetNumber: '20190002', nameZh: '测试仪器', model: 'B', value: '120,000.5', acquiredOn: '201903', lab: '实验室' },
      { row: 7, assetNumber: '201900000003', nameZh: '测试仪器', model: 'C', value: '0.3', acquiredOn: '2019年3月', lab: '实验室' },
    ])
  })

  it('with formulas: never evaluated, the stored result counts, a missing one is told', async () => {
    const id = await checked(coordinator, await xlsx((sheet) => {
      sheet.addRow(HEADINGS)
      sheet.addRow(['F-1', { formula: 'CONCATENATE("测试","仪器")', result: '测试仪器' }, '', '', { formula: 'WEBSERVICE("http://127.0.0.1/")', result: 1000 }, '', '实验室', '', ''])
      sheet.addRow(['F-2', { formula: '"测试"&"仪器"' }, '', '', '', '', '实验室', '', ''])
      sheet.addRow(['F-3', '测试仪器', '', '', { error: '#N/A' }, '', '实验室', '', ''])
      sheet.addRow(['=1+1', '测试仪器', '=cmd|x', '', '', '', '实验室', '', ''])
    }))
    expect(await problemsOf(id)).toEqual([[3, 'nameZh', 'formula_without_value'], [4, 'value', 'error_value']])
    expect((await rowsOf(id)).map((each) => (each.values as Record<string, string>).value ?? null)).toEqual(['1000', null, null, null])
    expect((await rowsOf(id))[3]).toMatchObject({ outcome: 'added', assetNumber: '=1+1' })
  })

  it('in GB18030, UTF-8 with its mark and UTF-16, with semicolons, tabs and broken quotes', async () => {
    const plain = '仪器编号;仪器名称;单位名称\r\nE-1;测试仪器;实验室\r\n'
    // The same text in GB18030, which Node reads and does not write.
    const gb = Buffer.from('d2c7c6f7b1e0bac53bd2c7c6f7c3fbb3c63bb5a5cebbc3fbb3c60d0a452d313bb2e2cad4d2c7c6f73bcab5d1e9cad20d0a', 'hex')
    expect(new TextDecoder('gb18030').decode(gb)).toBe(plain)
    expect(await outcomes(await checked(coordinator, gb))).toEqual([[2, 'added']])
    for (const bytes of [Buffer.from(`\uFEFF${plain}`), Buffer.from(`\uFEFF${plain.replaceAll(';', '\t')}`, 'utf16le'), Buffer.from(plain, 'utf16le').swap16()]) {
      expect(await outcomes(await checked(coordinator, bytes))).toEqual([[2, 'added']])
    }
    const broken = await checked(coordinator, Buffer.from('仪器编号,仪器名称,单位名称\nB-1,"测试仪器,实验室\nB-2,测试仪器,实验室\nB-3,"测试"仪器,实验室\nB-4,"测试""仪器","实验室"\n'))
    expect((await problemsOf(broken)).filter(([, , rule]) => rule === 'broken_quotes').map(([row]) => row)).toEqual([2, 4])
    expect((await outcomes(broken)).filter(([, outcome]) => outcome === 'added').map(([row]) => row)).toEqual([3, 5])
  })

  it('with a million empty rows', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, at) => `<row r="${at + 3}"/>`).join('')
    const bytes = book(`<worksheet><sheetData><row r="1">${text('A1', '仪器编号')}${text('B1', '仪器名称')}${text('C1', '单位名称')}</row><row r="2">${text('A2', 'M-1')}${text('B2', '测试仪器')}${text('C2', '实验室')}</row>${rows}<row r="1000003">${text('A1000003', 'M-2')}${text('B1000003', '测试仪器')}${text('C1000003', '实验室')}</row></sheetData></worksheet>`)
    expect(bytes.length).toBeLessThan(5_000_000)
    expect(await outcomes(await checked(coordinator, bytes))).toEqual([[2, 'added'], [1_000_003, 'added']])
  })
})

describe('files that mean harm', () => {
  const refusal = async (bytes: Buffer, fileName = 'inventory.xlsx') => {
    const outcome = await uploadInventory(coordinator, { universityId: 'a', fileName, bytes })
    return outcome.ok ? outcome.value : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code))
  }

  it('are refused in words, whatever they are called', async () => {
    expect(await refusal(Buffer.alloc(0))).toEqual(['inventory.file.empty'])
    expect(await refusal(Buffer.from('  \r\n \n'))).toEqual(['inventory.file.empty'])
    expect(await refusal(Buffer.alloc(20_000_001, 'a'))).toEqual(['inventory.file.too_large'])
    expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'a.xls')).toEqual(['inventory.file.old_excel'])
    expect(await refusal(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 0, 3]), 'a.csv')).toEqual(['inventory.file.not_a_table'])
    for (const page of ['<!DOCTYPE html>\n<table><tr><td>资产编号</td></tr></table>', '\ufeff <html xmlns:x="urn:x"><table/></html>', '<?xml version="1.0"?><Workbook/>']) {
      expect(await refusal(Buffer.from(page), 'a.xls')).toEqual(['inventory.file.web_page'])
    }
    expect(await refusal(zip({ 'word/document.xml': '<a/>' }), 'a.xlsx')).toEqual(['inventory.file.not_a_table'])
    expect(await refusal(book('<worksheet/>').subarray(0, 300))).toEqual(['inventory.file.damaged'])
    expect(await refusal(book('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'))).toEqual(['inventory.file.damaged'])
    expect(await refusal(book(`<worksheet><sheetData><row r="1">${text('GS1', 'x')}</row></sheetData></worksheet>`))).toEqual(['inventory.file.too_many_columns'])
    expect(await refusal(Buffer.from(`${','.repeat(250)}x`))).toEqual(['inventory.file.too_many_columns'])
  })

  it('do not unpack beyond their limits, whatever they claim', async () => {
    const blank = ' '.repeat(1_000_000)
    const sheet = Buffer.concat([Buffer.from('<worksheet><sheetData>'), ...Array.from({ length: 300 }, () => Buffer.from(`<row r="1"/>${blank}`))])
    const parts = {
      'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    const bomb = zip({ ...parts, 'xl/worksheets/sheet1.xml': sheet }, 10)
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await refusal(bomb)).toEqual(['inventory.file.unpacks_too_large'])
    expect(await refusal(zip({ ...parts, 'xl/worksheets/sheet1.xml': '<worksheet/>', 'xl/sharedStrings.xml': `<sst>${'<si/>'.repeat(1_100_000)}` }))).toEqual(['inventory.file.unpacks_too_large'])
  })

  it('never become paths', async () => {
    const outcome = await refusal(csv([HEADINGS]), '..\\..\\etc/passwd\u0000.csv')
    expect(outcome).toHaveProperty('id')
    const { db } = await import('~/platform/db.server')
    const file = await db.storedFile.findFirstOrThrow({ orderBy: { createdAt: 'desc' }, select: { fileName: true } })
    expect(file.fileName).toBe('passwd .csv')
  })

  it('stop in the middle of more than fifty thousand rows', async () => {
    const many = Buffer.from(['仪器编号,仪器名称,单位名称', ...Array.from({ length: 50_001 }, (_, at) => `R-${at},测试仪器,实验室`)].join('\n'))
    await expect(all(many)).rejects.toMatchObject({ code: 'too_many_rows' })
    expect(await firstRows(await openTable(many), 3)).toHaveLength(3)
  })
})
