import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installPackages } from './debian.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, '../../../shared/counterparts/wordpress/wp-up.sh')
const packages =
  'wordpress php-cli php-mysql php-xml php-mbstring php-curl php-gd php-intl mariadb-server'.split(' ')
const needed = [
  '/usr/share/wordpress/wp-load.php',
  '/usr/bin/php',
  '/usr/sbin/mariadbd',
  '/usr/bin/mariadb-install-db',
]

export interface WordPressServer {
  /** The site's own address. */
  readonly url: string
  readonly username: string
  /** The application password. */
  readonly password: string
  /** Its document root is 'site' in it. */
  readonly folder: string
  /** One or more statements against the site's database; rows as tab-separated lines. */
  sql(statements: string): string
  /** PHP inside the loaded WordPress; what it prints. */
  php(code: string): string
  stop(): void
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** Debian's WordPress, PHP and MariaDB, put in place when root. */
async function install(): Promise<void> {
  if (!existsSync(script))
    throw new Error(`${script} is missing: test:real needs ../shared beside the project`)
  if (process.getuid?.() !== 0) {
    throw new Error(
      'the WordPress counterpart runs MariaDB as its own user and needs root; run test:real as root',
    )
  }
  await installPackages(packages, needed)
}

const processIn = (file: string): number | undefined => {
  if (!existsSync(file)) return undefined
  const id = Number(readFileSync(file, 'utf8').trim())
  return Number.isInteger(id) && id > 1 ? id : undefined
}

/** PHP's workers outlive their parent and do not heed SIGTERM, so each is ended by its own number. */
function end(folder: string): void {
  const php = processIn(join(folder, 'php.pid'))
  const children = php === undefined ? [] : childrenOf(php)
  for (const id of [...children, php, processIn(join(folder, 'db.pid'))]) {
    if (id === undefined) continue
    try {
      process.kill(id, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

function childrenOf(id: number): number[] {
  const file = `/proc/${id}/task/${id}/children`
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number)
}

/** What the script printed, or why it did not come up. */
async function bringUp(folder: string, port: number): Promise<string> {
  const { stdout } = await run('bash', [script, folder, String(port)], { timeout: 120_000 })
  const password = /APPPW=([A-Za-z0-9]{24})/.exec(stdout)?.[1]
  if (password === undefined || !stdout.includes('Success'))
    throw new Error(`WordPress did not install: ${stdout}`)
  return password
}

/** A real WordPress with its own database in a scratch folder, on a free port. The port can be lost in a race, so it is tried thrice. */
export async function startWordPress(): Promise<WordPressServer> {
  await install()
  for (let attempt = 1; ; attempt++) {
    const folder = mkdtempSync(join(tmpdir(), 'uppsikt-wordpress-'))
    const port = await freePort()
    try {
      const password = await bringUp(folder, port)
      return serverIn(folder, `http://127.0.0.1:${port}`, password)
    } catch (error) {
      end(folder)
      if (attempt === 3) throw error
    }
  }
}

function serverIn(folder: string, url: string, password: string): WordPressServer {
  const socket = join(folder, 'run/s.sock')
  const prelude = `$_SERVER['HTTP_HOST']='127.0.0.1'; require '${folder}/site/wp-load.php'; require_once ABSPATH.'wp-admin/includes/admin.php';`
  return {
    url,
    username: 'admin',
    password,
    folder,
    sql: (statements) =>
      execFileSync(
        'mariadb',
        ['--no-defaults', '-S', socket, '-N', '-B', 'wp', '-e', `set sql_mode=''; ${statements}`],
        {
          encoding: 'utf8',
        },
      ),
    php: (code) =>
      execFileSync('php', ['-d', 'error_reporting=0', '-r', `${prelude} ${code}`], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      }),
    stop: () => end(folder),
  }
}
