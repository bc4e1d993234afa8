import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { createHttp } from '../../src/infra/http/index.ts'

/** Blots of light that are the same for the same number, as different as photographs are for different ones. */
export async function photograph(number: number, width = 640, height = 420): Promise<Buffer> {
  const random = (at: number): number =>
    createHash('md5').update(`${number}/${at}`).digest().readUInt32LE() / 2 ** 32
  const blots = Array.from({ length: 40 }, (_, at) => {
    const [x, y, size, shade] = [random(at), random(at + 50), random(at + 100), random(at + 150)]
    return `<circle cx="${x * 640}" cy="${y * 420}" r="${15 + size * 70}" fill="hsl(${shade * 360} 60% ${20 + shade * 60}%)"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420"><rect width="640" height="420" fill="#999"/>${blots.join('')}</svg>`
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] })
  try {
    return await sharp(Buffer.from(svg)).resize(width, height).jpeg({ quality: 92 }).toBuffer()
  } finally {
    sharp.block({ operation: ['VipsForeignLoadSvg'] })
  }
}

/** A municipality's own classifier: answers what it is told to, and remembers what it was asked. */
export async function classifierDouble() {
  const asked: { readonly version: number; readonly mediaType: string; readonly sha256: string }[] = []
  const state = { answer: '{"findings":[]}', status: 200, silent: false }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(parts).toString('utf8')))
      if (state.silent) request.socket.destroy()
      else response.writeHead(state.status, { 'content-type': 'application/json' }).end(state.answer)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    state,
    classifier: {
      name: 'bildvakten',
      url: `http://127.0.0.1:${port}/granska`,
      http: createHttp({ allowOrigins: [], onlyInside: true, userAgent: 'uppsikt', version: 'test' }),
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
