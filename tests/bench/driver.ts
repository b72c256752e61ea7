import { connect, type Socket } from 'node:net'

/*
 * A client that costs little: one socket a client, kept open, one request at a time, the answer read
 * as far as to know where it ends. What it saves is left to the server it measures.
 */

export type Ask = { path: string; method?: string; headers?: Record<string, string>; body?: string }
export type Answer = { status: number; bytes: number; text: () => string }

export class Caller {
  #socket: Socket | null = null
  #received: Buffer[] = []
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null

  constructor(
    readonly host: string,
    readonly port: number,
  ) {}

  async ask(request: Ask): Promise<Answer> {
    const socket = (this.#socket ??= await this.#open())
    const { path, method = 'GET', headers = {}, body } = request
    const lines = [`${method} ${path} HTTP/1.1`, `Host: ${this.host}:${this.port}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
    if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`)
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = null
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true })
      socket.once('connect', () => resolve(socket))
      socket.on('error', (error) => this.#fail(error, reject))
      socket.on('close', () => this.#fail(new Error('the server closed the connection'), reject))
      socket.on('data', (chunk) => this.#read(chunk))
    })
  }

  #fail(error: Error, reject: (error: Error) => void): void {
    this.#socket = null
    reject(error)
    this.#settle?.reject(error)
    this.#settle = null
  }

  #read(chunk: Buffer): void {
    this.#received.push(chunk)
    const all = this.#received.length === 1 ? chunk : Buffer.concat(this.#received)
    if (this.#received.length > 1) this.#received = [all]
    const end = all.indexOf('\r\n\r\n')
    if (end === -1 || !isWhole(all, end)) return
    this.#received = []
    const settle = this.#settle
    this.#settle = null
    settle?.resolve({ status: Number(all.toString('latin1', 9, 12)), bytes: all.length, text: () => bodyOf(all, end) })
  }
}

function isWhole(all: Buffer, end: number): boolean {
  const head = all.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return all.length >= end + 4 + Number(length)
  if (/\r\ntransfer-encoding: chunked/i.test(head)) return all.subarray(-5).toString('latin1') === '0\r\n\r\n'
  return true
}

function bodyOf(all: Buffer, end: number): string {
  const body = all.subarray(end + 4)
  if (!/transfer-encoding: chunked/i.test(all.toString('latin1', 0, end))) return body.toString()
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const line = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, line), 16)
    if (!(size > 0)) return Buffer.concat(parts).toString()
    parts.push(body.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
