import sharp, { type Sharp } from 'sharp'

/** Longest side of a stored picture and of its small copy, in pixels. */
export const PICTURE_SIDE = 2000
export const THUMBNAIL_SIDE = 480
/** A picture of more pixels than this is refused before it is decoded. */
const MOST_PIXELS = 64_000_000
const DECODE_SECONDS = 60

export type Picture = { bytes: Buffer; width: number; height: number }
export type ReadPicture =
  | { ok: true; picture: Picture; thumbnail: Picture }
  | { ok: false; why: 'picture_type' | 'picture_pixels' | 'picture_broken' }

// Decoded pixels are large: one picture at a time, and nothing kept between two.
sharp.cache(false)
sharp.concurrency(1)
let last: Promise<unknown> = Promise.resolve()

/**
 * Decodes a JPEG, PNG, WebP, AVIF or GIF, judged by its bytes, and encodes it anew as WebP, turned
 * the right way up. What is not pixels (places, cameras, comments, further frames, whatever hides
 * behind the picture) stays behind.
 */
export function readPicture(bytes: Uint8Array): Promise<ReadPicture> {
  const reading = last.then(() => decode(bytes))
  last = reading.catch(() => undefined)
  return reading
}

async function decode(bytes: Uint8Array): Promise<ReadPicture> {
  // Before sharp sees it: it would also draw SVG, whose references reach out.
  if (!isPicture(bytes)) return { ok: false, why: 'picture_type' }
  try {
    const source = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1, sequentialRead: true }).timeout({ seconds: DECODE_SECONDS }).autoOrient()
    const picture = await encode(source, PICTURE_SIDE, 82)
    const thumbnail = await encode(sharp(picture.bytes), THUMBNAIL_SIDE, 76)
    return { ok: true, picture, thumbnail }
  } catch (error) {
    const isTooLarge = error instanceof Error && /pixel limit|too large|dimensions/i.test(error.message)
    return { ok: false, why: isTooLarge ? 'picture_pixels' : 'picture_broken' }
  }
}

async function encode(source: Sharp, side: number, quality: number): Promise<Picture> {
  const { data, info } = await source
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

function isPicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    /^GIF8[79]a/.test(head) ||
    (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') ||
    (head.slice(4, 8) === 'ftyp' && /avi[fs]/.test(head.slice(8)))
  )
}
