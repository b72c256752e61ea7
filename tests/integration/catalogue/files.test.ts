import { deflateRawSync, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { addFile } from '~/features/catalogue/files/add.server'
import { editFile } from '~/features/catalogue/files/edit.server'
import { moveFile } from '~/features/catalogue/files/move.server'
import { filesOf, thumbnailsOf, visibleFile } from '~/features/catalogue/files/queries.server'
import { removeFile } from '~/features/catalogue/files/remove.server'
import { listChanges } from '~/features/catalogue/history.server'
import { loader } from '~/routes/files.$id'
import { db } from '~/platform/db.server'
import { makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { labManager, ruleFor } from './listing-world'

let manager: Actor
let resourceId: string
const captions = { captionZh: null, captionEn: null }
const add = (name: string, bytes: Uint8Array, who = manager, id = resourceId) => addFile(who, { kind: 'resource', id }, { name, bytes, captions }, NOW)
const rule = async (name: string, bytes: Uint8Array) => ruleFor(await add(name, bytes), 'file')
const text = (content: string) => new TextEncoder().encode(content)

const photo = (format: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif', colour: string, width = 60, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: colour } }).withExif({ IFD0: { Copyright: 'secret place' } }).toFormat(format).toBuffer()
const pdf = (title: string) => text(`%PDF-1.7\n1 0 obj << /Title (${title}) >> endobj\ntrailer << >>\n%%EOF\n`)

/** A PNG that says it has very many pixels, all alike, in few bytes. */
function bomb(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(type), data])
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, crc])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))), chunk('IEND', Buffer.alloc(0))])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  resourceId = await makeResource({})
})

describe('an upload', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('of a %s becomes WebP with a small copy, its metadata left behind', async (format) => {
    const id = await makeResource({})
    expect((await add('照片.bin', await photo(format, '#335577', 3000, 1500), manager, id)).ok).toBe(true)
    const [picture] = (await filesOf({ kind: 'resource', id })).pictures
    expect(picture).toMatchObject({ width: 2000, height: 1000, file: { fileName: '照片.bin' } })
    const stored = await db.storedFile.findMany({ where: { id: { in: [picture!.file.id, picture!.thumbnail!.id] } } })
    for (const { bytes, contentType } of stored) {
      const read = await sharp(Buffer.from(bytes)).metadata()
      expect([contentType, read.format, read.exif]).toEqual(['image/webp', 'webp', undefined])
    }
    expect(stored.map((each) => each.sizeBytes)).toEqual(stored.map((each) => each.bytes.length))
  }, 120_000)

  it('of a photo held sideways is turned the right way up', async () => {
    const id = await makeResource({})
    const sideways = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#aa0000' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect((await add('a.jpg', sideways, manager, id)).ok).toBe(true)
    expect((await filesOf({ kind: 'resource', id })).pictures[0]).toMatchObject({ width: 40, height: 60 })
  })

  it('is judged by its bytes, whatever its name says', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
    const zip = Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(Buffer.alloc(99))])
    const hostile: [string, Uint8Array][] = [
      ['logo.svg', text(svg)], ['photo.png', text(svg)], ['page.jpg', text('<!doctype html><script>1</script>')], ['report.docx', zip],
      ['photo.png', zip], ['setup.png', Buffer.from('MZ\x90\x00')], ['scan.tiff', Buffer.from('II*\x00\x08')], ['notes.pdf', text('hello')],
      ['page.pdf', text(`<html>%PDF-1.7 %%EOF`)], ['half.pdf', text('%PDF-1.7\n1 0 obj')], ['video.avif', Buffer.from('\x00\x00\x00\x20ftypisom')],
    ]
    for (const [name, bytes] of hostile) expect([name, await rule(name, bytes)]).toEqual([name, 'listing.rules.file_type'])
    expect(await db.storedFile.count({ where: { fileName: { in: hostile.map(([name]) => name) } } })).toBe(0)
  })

  it('that is broken, empty, a bomb or too large is refused in words', async () => {
    const whole = await photo('jpeg', '#123456', 800, 800)
    expect(await rule('half.jpg', whole.subarray(0, whole.length / 2))).toBe('listing.rules.picture_broken')
    expect(await rule('empty.jpg', new Uint8Array())).toBe('listing.rules.file_missing')
    expect(await rule('bomb.png', bomb(60_000))).toBe('listing.rules.picture_pixels')
    expect(await rule('large.pdf', Buffer.alloc(20 * 1024 * 1024 + 1))).toBe('listing.rules.file_large')
  })

  it('with a path or unseen characters in its name is refused', async () => {
    const picture = await photo('png', '#00ff00')
    for (const name of ['../../etc/passwd', '..\\boot.ini', 'C:evil.png', 'a\u0000.png', '..', '', 'gpj.\u202egnp.exe', '/abs.png']) {
      expect([name, await rule(name, picture)]).toEqual([name, 'listing.rules.file_name'])
    }
    expect(await rule('x'.repeat(300), picture)).toBe('listing.rules.file_name_long')
  })

  it('sent twice is there once, and only those who keep the entry add one', async () => {
    const id = await makeResource({})
    const bytes = pdf('manual')
    const [first, second] = await Promise.all([add('manual.pdf', bytes, manager, id), add('manual.pdf', bytes, manager, id)])
    expect(first).toEqual(second)
    expect((await filesOf({ kind: 'resource', id })).documents).toHaveLength(1)
    for (const actor of [await managerOf('b'), await makePerson('a')]) {
      expect(await add('manual.pdf', bytes, actor, id)).toMatchObject({ ok: false, problems: [{ code: 'not_allowed' }] })
    }
    expect((await addFile(await labManager('a-lab'), { kind: 'lab', id: 'a-lab' }, { name: 'map.pdf', bytes: pdf('map'), captions }, NOW)).ok).toBe(true)
  })

  it('stops at twelve pictures', async () => {
    const id = await makeResource({})
    for (let n = 0; n < 12; n += 1) expect((await add(`${n}.png`, await photo('png', `rgb(${n * 20},0,0)`), manager, id)).ok).toBe(true)
    expect(ruleFor(await add('13.png', await photo('png', '#ffffff'), manager, id), 'file')).toBe('listing.rules.most_pictures')
  })
})

describe('what is there', () => {
  it('can be captioned, ordered and removed, bytes and all', async () => {
    const id = await makeResource({})
    const subject = { kind: 'resource' as const, id }
    for (const colour of ['#aa0000', '#00aa00']) await add(`${colour}.png`, await photo('png', colour), manager, id)
    const before = (await filesOf(subject)).pictures
    expect((await moveFile(manager, subject, before[1]!.id, 'up')).ok).toBe(true)
    const after = (await filesOf(subject)).pictures
    expect(after.map((each) => each.id)).toEqual([before[1]!.id, before[0]!.id])
    expect((await thumbnailsOf([id])).get(id)?.id).toBe(before[1]!.id)
    expect((await editFile(manager, subject, before[0]!.id, { captionZh: '正面', captionEn: 'Front' })).ok).toBe(true)
    const foreign = await managerOf('b')
    expect((await editFile(foreign, subject, before[0]!.id, captions)).ok).toBe(false)
    expect((await removeFile(foreign, subject, before[0]!.id)).ok).toBe(false)
    expect((await removeFile(manager, subject, before[0]!.id)).ok).toBe(true)
    expect((await removeFile(manager, subject, before[0]!.id)).ok).toBe(true)
    expect(await db.storedFile.count({ where: { id: { in: [before[0]!.file.id, before[0]!.thumbnail!.id] } } })).toBe(0)
    const { events } = await listChanges('resource', id, null)
    expect(events.map((each) => each.action)).toEqual(['resource.picture_removed', 'resource.file_captioned', 'resource.picture_moved', 'resource.picture_added', 'resource.picture_added'])
    expect(events[2]?.changes).toEqual({ picture: { from: '2. #00aa00.png', to: '1. #00aa00.png' } })
  })

  it('is seen by those who see its resource', async () => {
    const open = await makeResource({})
    const draft = await makeResource({ status: 'draft' })
    const own = await makeResource({ shareScope: 'own_university' })
    for (const id of [open, draft, own]) await add('a.png', await photo('png', '#abcdef'), manager, id)
    const fileOf = async (id: string) => (await filesOf({ kind: 'resource', id })).pictures[0]!.file.id
    const [student, stranger] = [await makePerson('a'), await makePerson('b')]
    const seen = async (id: string) => Promise.all([null, student, stranger, manager].map(async (who) => (await visibleFile(who, await fileOf(id))) !== null))
    expect(await seen(open)).toEqual([true, true, true, true])
    expect(await seen(draft)).toEqual([false, false, false, true])
    expect(await seen(own)).toEqual([false, true, false, true])
    expect(await visibleFile(manager, '../../etc/passwd')).toBeNull()
  })

  it('is served for good under its hash, documents as something to take away', async () => {
    const id = await makeResource({})
    await add('a.png', await photo('png', '#0a0b0c'), manager, id)
    await add('说明书 "v1".pdf', pdf('served'), manager, id)
    const { pictures, documents } = await filesOf({ kind: 'resource', id })
    const get = async (fileId: string, v: string, headers = {}) =>
      (await loader({ request: new Request(`http://localhost/files/${fileId}?v=${v}`, { headers }), params: { id: fileId }, context: {} })) as Response
    const { id: fileId, hash } = pictures[0]!.file
    const picture = await get(fileId, hash.slice(0, 16))
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
    })
    expect((await get(fileId, 'wrong')).headers.get('Cache-Control')).toBe('public, no-cache')
    expect((await get(fileId, hash.slice(0, 16), { 'If-None-Match': `"${hash}"` })).status).toBe(304)
    const document = await get(documents[0]!.file.id, documents[0]!.file.hash.slice(0, 16))
    expect(document.headers.get('Content-Type')).toBe('application/pdf')
    expect(document.headers.get('Content-Disposition')).toBe(`attachment; filename="___ _v1_.pdf"; filename*=UTF-8''${encodeURIComponent('说明书 "v1".pdf')}`)
    expect(Buffer.from(await document.arrayBuffer())).toEqual(Buffer.from(pdf('served')))
  })
})
