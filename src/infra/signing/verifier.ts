import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The little of esbuild that is used. */
interface Bundler {
  build(options: Readonly<Record<string, unknown>>): Promise<{ outputFiles: readonly { text: string }[] }>
}

const entry = fileURLToPath(new URL('../../evidence/standalone/verify.ts', import.meta.url))
let built: Promise<string> | undefined

/** The text of verify.mjs: the verifier as one file for Node 18 and later. Built once per process, some 50 ms. */
export function buildVerifier(): Promise<string> {
  built ??= build()
  return built
}

async function build(): Promise<string> {
  // esbuild is not a dependency of ours but of tsx, which runs us: so it is asked for from where tsx lies.
  const fromTsx = createRequire(createRequire(import.meta.url).resolve('tsx'))
  const bundler = fromTsx('esbuild') as Bundler
  const { outputFiles } = await bundler.build({
    entryPoints: [entry],
    // Paths stand in its comments: the same wherever the command is given.
    absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    charset: 'utf8',
    legalComments: 'none',
    banner: {
      js: '// Uppsikt: kontroll av bevispaket / verification of an evidence bundle. EUPL-1.2.\n// node verify.mjs [paket.zip | mapp] [--key "<kommunens nyckel>"]',
    },
  })
  const [file] = outputFiles
  if (!file) throw new Error('esbuild wrote no verifier')
  return file.text
}
