import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BrokenForm, readMultipart } from './multipart.ts'

async function read(type: string, bytes: Buffer, size: number): Promise<[string, string | Buffer][]> {
  const found: [string, string | Buffer][] = []
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  )
  const taken = {
    field: (name: string, value: string) => void found.push([name, value]),
    file: async (
      { name, fileName }: { name: string; fileName: string },
      content: AsyncIterable<Uint8Array>,
    ) => {
      found.push([`${name} ${fileName}`, Buffer.concat(await Readable.from(content).toArray())])
    },
  }
  await readMultipart(type, Readable.from(pieces), taken, { field: 1_000 })
  return found
}

test('what a browser writes is read as it wrote it, in whatever pieces it comes', async () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((made) => Buffer.from([...made, 13, 10, 45, 45]))
  await fc.assert(
    fc.asyncProperty(
      fc.string({ maxLength: 50 }),
      bytes,
      fc.integer({ min: 1, max: 400 }),
      async (text, file, size) => {
        const form = new FormData()
        form.append('text', text)
        form.append('film', new File([Uint8Array.from(file)], 'å "1".mp4'))
        form.append('tom', '')
        const sent = new Response(form)
        const got = await read(
          sent.headers.get('content-type') ?? '',
          Buffer.from(await sent.arrayBuffer()),
          size,
        )
        // A browser writes line breaks as CRLF.
        expect(got).toEqual([
          ['text', text.toWellFormed().replace(/\r\n?|\n/g, '\r\n')],
          ['film å "1".mp4', file],
          ['tom', ''],
        ])
      },
    ),
    { numRuns: 100 },
  )
})

test.each([
  ['text/plain', 'x'],
  ['multipart/form-data; boundary=b', ''],
  ['multipart/form-data; boundary=b', 'skräp'],
  ['multipart/form-data; boundary=b', '--b\r\n\r\nutan namn\r\n--b--'],
  ['multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nhalvt'],
  ['multipart/form-data; boundary=b', '--bxx'],
  [
    'multipart/form-data; boundary=b',
    `--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n${'a'.repeat(1_001)}\r\n--b--`,
  ],
  ['multipart/form-data; boundary=b', `--b\r\ncontent-disposition: form-data; ${'a'.repeat(20_000)}`],
])('%s %j is no form', async (type, text) => {
  await expect(read(type, Buffer.from(text), 7)).rejects.toThrow(BrokenForm)
})

test('a line that breaks in a film, and a disk that is full, end it at once and in their own words', async () => {
  const film = 'content-disposition: form-data; name="film"; filename="a.mp4"\r\n\r\n'
  const sending = (last: Error) =>
    async function* () {
      yield Buffer.from(`--b\r\n${film}`)
      yield Buffer.alloc(70_000)
      throw last
    }
  const drain = async (_: unknown, content: AsyncIterable<Uint8Array>) => {
    for await (const _piece of content);
  }
  const full = async () => Promise.reject(new Error('the disk is full'))
  for (const [file, words] of [
    [drain, 'the line broke'],
    [full, 'the disk is full'],
  ] as const) {
    const taken = { field: () => undefined, file }
    const pieces = sending(new Error('the line broke'))()
    const reading = readMultipart('multipart/form-data; boundary=b', pieces, taken, { field: 1_000 })
    await expect(reading).rejects.toThrow(words)
  }
})
