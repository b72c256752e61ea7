import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busyBlocks, compareBusy } from '~/domain/calendar/busy'
import { parseAmount } from '~/domain/inventory/amounts'
import { changesOf, type CurrentParts } from '~/domain/inventory/changes'
import { csvRows, guessDelimiter, safeCell } from '~/domain/spreadsheet/csv'
import { parseWrittenDate } from '~/domain/spreadsheet/dates'
import { INVENTORY_FIELDS } from '~/domain/inventory/fields'
import { findHeadingRow, guessField, isInTenThousands, proposeMapping } from '~/domain/inventory/headings'
import { campusOfPlace, matchCampus, matchLab, proposeKind } from '~/domain/inventory/matching'
import { type CheckedRow, checkRow, type RowContext } from '~/domain/inventory/row'

describe('headings', () => {
  it.each([
    ['SJ3', ['学校代码', '仪器编号', '分类号', '仪器名称', '单价', '型号', '规格', '教学', '科研', '负责人姓名'], [null, 'assetNumber', null, 'nameZh', 'value', 'model', 'spec', null, null, 'contactName']],
    ['asset system', ['序号', '资产编号', '资产名称', '规格型号', '金额（元）', '购置日期', '领用单位', '存放地', '领用人', '现状码'], [null, 'assetNumber', 'nameZh', 'model', 'value', 'acquiredOn', 'lab', 'place', 'contactName', 'condition']],
    ['English', ['Asset No.', 'Name', 'Manufacturer', 'Model', 'Price (CNY)', 'Location', 'Lab'], ['assetNumber', 'nameZh', 'maker', 'model', 'value', 'place', 'lab']],
    ['odd', ['  设备\n名称 ', '【编号】单位内部编号', '设备原值万元', '生产厂家/品牌'], ['nameZh', 'assetNumber', 'value', null]],
  ] as const)('of %s are understood', (_, headings, fields) => {
    expect(proposeMapping(headings)).toEqual(fields)
  })

  it('give no field twice, whatever they are, and what is remembered goes first', () => {
    const heading = fc.oneof(fc.string(), fc.constantFrom('编号', '仪器编号', '名称', '仪器名称', '单价', '金额', '电话', 'x'))
    fc.assert(
      fc.property(fc.array(heading, { maxLength: 30 }), (headings) => {
        const given = proposeMapping(headings).filter((each) => each !== null)
        expect(new Set(given).size).toBe(given.length)
      }),
    )
    expect(proposeMapping(['编号', '名称', '单价'], new Map([['编号', null], ['单价', 'nameZh']]))).toEqual([null, null, 'nameZh'])
    // The precise name is served before the vague one.
    expect(proposeMapping(['编号', '资产编号'])).toEqual([null, 'assetNumber'])
  })

  it('are found below titles, and in the second of two lines', () => {
    const rows = [['测试大学清单'], ['填表日期', '2026'], ['仪器编号', '仪器名称', '使用机时', ''], ['仪器编号', '仪器名称', '教学', '科研'], ['1', '甲', '2', '3']]
    expect(findHeadingRow(rows.map((cells, at) => ({ row: at + 1, cells })))).toBe(4)
    expect(findHeadingRow([{ row: 1, cells: ['a', 'b', 'c'] }])).toBeNull()
    expect(isInTenThousands('原值（万元）')).toBe(true)
    expect(guessField('constructor')).toBeNull()
  })
})

describe('amounts', () => {
  it('are exact to the fen, in yuan and in ten thousands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), fc.boolean(), (fen, grouped) => {
        const yuan = `${grouped ? (fen / 100n).toLocaleString('en-US') : fen / 100n}.${String(fen % 100n).padStart(2, '0')}`
        expect(parseAmount(` ￥${yuan} 元`, 100)).toEqual({ ok: true, fen })
        const tenThousand = `${fen / 1_000_000n}.${String(fen % 1_000_000n).padStart(6, '0')}`
        expect(parseAmount(tenThousand, 1_000_000)).toEqual({ ok: true, fen })
        expect(parseAmount(`${tenThousand}万元`, 100)).toEqual({ ok: true, fen })
      }),
    )
  })

  it('read what people write and refuse what is none', () => {
    expect(parseAmount('１，２３４．５', 100)).toEqual({ ok: true, fen: 123_450n })
    expect(parseAmount('1.2E+6', 100)).toEqual({ ok: true, fen: 120_000_000n })
    expect(parseAmount('399999.995', 100)).toEqual({ ok: true, fen: 40_000_000n })
    expect(parseAmount('-1', 100)).toEqual({ ok: false, rule: 'negative' })
    expect(parseAmount('99999999999999', 100)).toEqual({ ok: false, rule: 'too_big' })
    for (const text of ['', '元', 'abc', '1-2', '1e999', '一千', '1.2.3', '.']) expect(parseAmount(text, 100), text).toMatchObject({ ok: false })
  })

  it('never throw', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseAmount(text, 100).ok === 'boolean'))
    fc.assert(fc.property(fc.string(), (text) => [null, 'string'].includes(parseWrittenDate(text) && 'string')))
  })
})

describe('dates', () => {
  it('of every writing are one date', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [year = '', month = '', day = ''] = iso.split('-')
        const short = [year, Number(month), Number(day)]
        const serial = Math.round((Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000)
        for (const text of [iso, short.join('/'), short.join('.'), `${year}年${Number(month)}月${Number(day)}日`, year + month + day, `${iso} 08:30:00`, String(serial)]) {
          expect(parseWrittenDate(text), text).toBe(iso)
        }
        for (const text of [year + month, `${year}年${month}月`, `${year}-${month}`]) expect(parseWrittenDate(text), text).toBe(`${year}-${month}-01`)
      }),
    )
    for (const text of ['2019-02-30', '201913', '1850-01-01', '12', 'soon', '2019']) expect(parseWrittenDate(text), text).toBeNull()
  })
})

describe('names', () => {
  const labs = [{ id: 'x', nameZh: '电镜 中心', nameEn: 'EM Centre', formerNames: ['老电镜室'] }, { id: 'y', nameZh: '同名', nameEn: 'Y', formerNames: [] }, { id: 'z', nameZh: '同名', nameEn: 'Z', formerNames: [] }]
  const campuses = [{ id: 'a', nameZh: 'A区', nameEn: 'Campus A' }, { id: 'q', nameZh: '清水河校区', nameEn: 'Qingshuihe' }]
  const kinds = [
    { id: 'sem', zh: '扫描电子显微镜', en: 'Scanning electron microscope', synonyms: ['扫描电镜', '电镜', 'SEM'] },
    { id: 'tem', zh: '透射电子显微镜', en: 'Transmission electron microscope', synonyms: ['透射电镜', '电镜', 'TEM'] },
  ]
  it('are matched without their blanks, and not when two have them', () => {
    expect(matchLab('电镜中心', labs)).toBe('x')
    expect(matchLab('老电镜室', labs)).toBe('x')
    expect(matchLab('同名', labs)).toBeNull()
    expect(matchLab('', labs)).toBeNull()
    expect(matchCampus('清水河', campuses)).toBe('q')
    expect(matchCampus('a区', campuses)).toBe('a')
    expect(matchCampus('B区', [...campuses, { id: 'b', nameZh: '沙坪坝B校区', nameEn: 'Shapingba B' }])).toBe('b')
    expect(matchCampus('新区', campuses)).toBeNull()
    expect(campusOfPlace('清水河校区主楼', campuses)).toBe('q')
    expect(campusOfPlace('主楼', campuses)).toBeNull()
  })
  it('tell a kind by the longest word in them', () => {
    expect(proposeKind('场发射扫描电镜', kinds)).toBe('sem')
    expect(proposeKind('Zeiss SEM 500', kinds)).toBe('sem')
    expect(proposeKind('Assembly bench', kinds)).toBeNull()
    expect(proposeKind('电镜', kinds)).toBeNull()
    expect(proposeKind('透射电子显微镜', kinds)).toBe('tem')
  })
})

describe('CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '中', '"', ',', ';', ' ', '\n', '1') }).filter((text) => text.split('\n').length < 40)
  it('written by the rule is read back, however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (table, size) => {
        const text = table.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\r\n')
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
        const read = [...csvRows(pieces, ',')]
        expect(read.map((each) => each.cells)).toEqual(table)
        expect(read.some((each) => each.isBroken)).toBe(false)
      }),
    )
  })
  it('with any text never loses its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }), (text) => {
        const rows = [...csvRows([text], ',')].map((each) => each.row)
        expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b))
      }),
    )
    expect(guessDelimiter('a;b,c;d\n1;2;3;4')).toBe(';')
  })
  it('given away is no formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\tx', '\rx']) expect(safeCell(text).replace(/^"/, '')).toMatch(/^'/)
    expect(safeCell('a"b,c')).toBe('"a""b,c"')
  })
})

const context: RowContext = {
  labs: [{ id: 'lab', nameZh: '实验室', nameEn: 'Lab', formerNames: [], campusId: 'campus' }],
  otherLabs: [{ id: 'other', nameZh: '别的', nameEn: 'Other', formerNames: [] }],
  labChoices: {}, campuses: [{ id: 'campus', nameZh: '校区', nameEn: 'Campus' }], kinds: [{ id: 'kind', zh: '仪器', en: 'Instrument', synonyms: [] }],
  defaults: { labId: 'lab', campusId: null, kindId: 'kind' }, unitFen: 100,
}

describe('a row', () => {
  it('is either fit for the catalogue or told what is wrong, whatever it says', () => {
    const values = fc.record(Object.fromEntries(INVENTORY_FIELDS.map((field) => [field, fc.option(fc.oneof(fc.string(), fc.string({ minLength: 300, maxLength: 600 })), { nil: undefined })])))
    fc.assert(
      fc.property(values, (raw) => {
        const { row, problems } = checkRow(raw, context)
        expect(row === null).toBe(problems.length > 0)
        if (row) expect(row.nameZh.length > 0 && row.assetNumber.length > 0 && row.labId === 'lab').toBe(true)
      }),
    )
  })

  it('changes only what it says, and nothing that a person has changed since it was said', () => {
    const row = checkRow({ assetNumber: '1', nameZh: '仪器', maker: 'New', value: '10' }, context).row as CheckedRow
    const current: CurrentParts = {
      nameZh: '仪器', nameEn: 'By hand', maker: 'Old', model: 'M', valueFen: '1000', acquiredOn: null, nriiClass: null, buildingZh: null, roomNumber: null,
      contactNameZh: null, contactPhone: null, contactEmail: null, summaryZh: null, labId: 'another', campusId: 'elsewhere', kindId: 'chosen',
    }
    expect(changesOf(row, current, null)).toEqual({ maker: { from: 'Old', to: 'New' } })
    expect(changesOf(row, current, row)).toEqual({})
    expect(changesOf(row, { ...current, maker: 'New' }, null)).toEqual({})
  })
})

describe('busy time', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 24) + hour * 3_600_000)
  const busy = fc.record({ uid: fc.constantFrom('a', 'b', 'c'), from: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 1, max: 8 }) }).map(({ uid, from, length }) => ({ uid, start: at(from), end: at(from + length) }))
  it('comes in blocks that do not overlap and cover the same hours', () => {
    fc.assert(
      fc.property(fc.array(busy, { maxLength: 20 }), (list) => {
        const blocks = busyBlocks(list)
        const hours = (periods: { start: Date; end: Date }[]) => Array.from({ length: 60 }, (_, hour) => periods.filter((each) => each.start <= at(hour) && at(hour) < each.end).length)
        expect(hours(blocks)).toEqual(hours(list).map((count) => Math.min(count, 1)))
      }),
    )
  })
  it('is compared so that what was found is what stands afterwards, and the past stays', () => {
    fc.assert(
      fc.property(fc.array(busy, { maxLength: 12 }), fc.array(busy, { maxLength: 12 }), fc.integer({ min: 0, max: 48 }), (before, after, hour) => {
        const known = busyBlocks(before).map((each, id) => ({ ...each, id }))
        const found = busyBlocks(after)
        const { kept, gone, added } = compareBusy(known, found, at(hour))
        const keys = (list: { uid: string; start: Date; end: Date }[]) => list.map((each) => `${each.uid}${each.start.getTime()}${each.end.getTime()}`).toSorted()
        expect(keys([...kept, ...added])).toEqual(keys(found.filter((each) => each.end > at(hour))))
        expect(gone.every((each) => each.end > at(hour))).toBe(true)
      }),
    )
  })
})
