import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPublicAddress } from '~/features/scheduling/feeds/address.server'
import { fetchFeed } from '~/features/scheduling/feeds/fetch.server'
import { at } from '#tests/factories/world'
import { calendar, calendarServer, event } from './server'

let server: Awaited<ReturnType<typeof calendarServer>>
beforeAll(async () => {
  server = await calendarServer()
})
afterAll(() => server.close())

const nothing = { etag: null, lastModified: null }
const fetched = (url = server.url(), options = server.options) => fetchFeed(url, nothing, options)
const BODY = calendar(event('one', at(1, 9), at(1, 10)))

describe('fetching a calendar', () => {
  it('takes what comes, packed or not, and says what it knows', async () => {
    server.state.answer = (req, res) => {
      res.setHeader('ETag', '"1"')
      if (req.headers['if-none-match'] === '"1"') return res.writeHead(304).end()
      return res.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/html' }).end(gzipSync(BODY))
    }
    expect(await fetched()).toMatchObject({ isUnchanged: false, text: BODY, etag: '"1"' })
    expect(await fetchFeed(server.url(), { etag: '"1"', lastModified: null }, server.options)).toEqual({ isUnchanged: true })
  })

  it('asks for the name that it was given, at the address that was checked', async () => {
    server.state.asked.length = 0
    server.state.answer = (_, res) => res.end(BODY)
    let asked = 0
    const resolve = async () => {
      asked += 1
      // The second answer would lead inward: nobody asks a second time.
      return asked === 1 ? ['127.0.0.1'] : ['10.0.0.1']
    }
    await fetched(server.url(), { ...server.options, resolve })
    expect(asked).toBe(1)
    expect(server.state.asked[0]?.headers.host).toMatch(/^calendar\.test:/)
  })

  it('goes nowhere private, by name, by number, or by one of several addresses', async () => {
    server.state.asked.length = 0
    const { isAllowed: _, ...real } = server.options
    for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '10.1.2.3', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '[fd00::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]']) {
      await expect(fetched(`https://${host}/`, real)).rejects.toMatchObject({ code: 'private_address' })
    }
    for (const inside of ['2130706433', '0x7f.1', '127.1', '0177.0.0.1']) {
      await expect(fetched(`https://${inside}/`, real)).rejects.toMatchObject({ code: 'private_address' })
    }
    await expect(fetched(server.url(), { ...server.options, resolve: async () => ['127.0.0.1', '10.0.0.1'] })).rejects.toMatchObject({ code: 'private_address' })
    await expect(fetched('https://nowhere.invalid/', { ...real, resolve: async () => Promise.reject(new Error('ENOTFOUND')) })).rejects.toMatchObject({ code: 'no_address' })
    await expect(fetched('http://calendar.test/')).rejects.toMatchObject({ code: 'not_https' })
    await expect(fetched('https://name:secret@calendar.test/')).rejects.toMatchObject({ code: 'bad_address' })
    expect(server.state.asked).toEqual([])
  })

  it('follows three redirects, each checked anew, and none inward', async () => {
    const redirect = (location: string) => {
      server.state.answer = (_, res) => res.writeHead(302, { Location: location }).end()
    }
    redirect('https://10.0.0.1/')
    await expect(fetched()).rejects.toMatchObject({ code: 'private_address' })
    redirect('https://inside.example/')
    await expect(fetched()).rejects.toMatchObject({ code: 'private_address' })
    redirect('http://calendar.test/')
    await expect(fetched()).rejects.toMatchObject({ code: 'not_https' })
    redirect(server.url())
    await expect(fetched()).rejects.toMatchObject({ code: 'too_many_redirects' })
    server.state.answer = (req, res) => (req.url === '/feed.ics' ? res.writeHead(302, { Location: server.url('/there', 'other.test') }).end() : res.end(BODY))
    expect(await fetched()).toMatchObject({ text: BODY })
  })

  it('waits no longer, and takes no more, than the limits', async () => {
    server.state.answer = () => {}
    await expect(fetched()).rejects.toMatchObject({ code: 'too_slow' })
    server.state.answer = (_, res) => {
      const drip = setInterval(() => res.write('X'), 100)
      res.once('close', () => clearInterval(drip))
    }
    await expect(fetched()).rejects.toMatchObject({ code: 'too_slow' })
    await expect(fetched(server.url(), { ...server.options, resolve: () => new Promise(() => {}) })).rejects.toMatchObject({ code: 'too_slow' })
    server.state.answer = (_, res) => res.writeHead(200, { 'Content-Length': '500000000' }).write('BEGIN')
    await expect(fetched()).rejects.toMatchObject({ code: 'too_large' })
    // Half a gigabyte that does not say so.
    let sent = 0
    server.state.answer = (_, res) => {
      const chunk = Buffer.alloc(64_000, 'X')
      const more = () => {
        while (sent < 500_000_000 && !res.destroyed && res.write(chunk)) sent += chunk.length
      }
      res.on('drain', more)
      more()
    }
    await expect(fetched()).rejects.toMatchObject({ code: 'too_large' })
    expect(sent).toBeLessThan(20_000_000)
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'X'))
    server.state.answer = (_, res) => res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb)
    await expect(fetched()).rejects.toMatchObject({ code: 'too_large' })
  })

  it('takes nothing that broke off, was refused or is not to be trusted', async () => {
    server.state.answer = (_, res) => {
      res.writeHead(200, { 'Content-Length': String(BODY.length) })
      res.write(BODY.slice(0, 50), () => res.destroy())
    }
    await expect(fetched()).rejects.toMatchObject({ code: 'cut_off' })
    server.state.answer = (_, res) => {
      res.writeHead(200, { 'Content-Encoding': 'gzip' })
      res.write(gzipSync(BODY).subarray(0, 40), () => res.destroy())
    }
    await expect(fetched()).rejects.toMatchObject({ code: 'cut_off' })
    server.state.answer = (_, res) => res.writeHead(200, { 'Content-Encoding': 'gzip' }).end('no gzip')
    await expect(fetched()).rejects.toMatchObject({ code: 'broken' })
    server.state.answer = (_, res) => res.writeHead(403).end()
    await expect(fetched()).rejects.toMatchObject({ code: 'refused', status: 403 })
    const { ca: _, ...untrusting } = server.options
    await expect(fetched(server.url(), untrusting)).rejects.toMatchObject({ code: 'certificate' })
    await expect(fetched(server.url('/', 'third.test'))).rejects.toMatchObject({ code: 'certificate' })
  })
})

describe('an address', () => {
  it('is public only in the space that is given out', () => {
    for (const address of ['8.8.8.8', '223.5.5.5', '2400:3200::1', '2606:4700::1111']) expect(isPublicAddress(address), address).toBe(true)
    for (const address of ['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.1.1', '100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '198.18.0.1', '192.0.0.8', '::', '::1', '::7f00:1', '::ffff:8.8.8.8', '64:ff9b::808:808', '64:ff9b:1::1', '2002:808:808::', '2001::1', 'fd00::1', 'fe80::1', 'ff02::1', 'fec0::1', '2001:db8::1', 'nonsense', '']) {
      expect(isPublicAddress(address), address).toBe(false)
    }
  })
})
