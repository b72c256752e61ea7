import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A line between a browser and the server that can be cut: what a page and its service worker send breaks off, as when a network drops. */
export async function openLine(): Promise<{ server: string; cut: (isCut: boolean) => void; close: () => Promise<void> }> {
  let isCut = false
  const proxy = http.createServer((asked, answer) => {
    if (isCut) return void asked.socket.destroy()
    const { hostname, port, pathname, search } = new URL(asked.url ?? '')
    const passed = http.request({ hostname, port, path: `${pathname}${search}`, method: asked.method, headers: asked.headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    passed.on('error', () => asked.socket.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  return {
    server: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut: (wanted) => {
      isCut = wanted
    },
    close: () => new Promise((closed) => {
      proxy.close(() => closed())
      proxy.closeAllConnections()
    }),
  }
}
