// Makes sure that what npm cannot bring is there before the tests: Chromium, and the carried Node by the name that the tests'
// own tools ask for. Plain JavaScript for any Node from 18.
// Never passes over in silence: it is found, installed, or the tests stop here and say what to install.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { carriedNode, root } from './carried-node.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const fixed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

function canRun(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findChromium() {
  const chosen = process.env.CHROMIUM
  if (chosen) return canRun(chosen) ? chosen : undefined
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return [...fixed, ...onPath].find(canRun)
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

function apt(...args) {
  const result = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return result.status === 0
}

function stop(why) {
  process.stderr.write(
    `\nTesterna behöver webbläsaren Chromium, som ${why}.\n` +
      '  Debian:  sudo apt-get install --no-install-recommends chromium\n' +
      '  Ubuntu:  sudo snap install chromium\n' +
      '  Fedora:  sudo dnf install chromium\n' +
      '  macOS:   brew install --cask chromium\n' +
      'Ligger den någon annanstans: ange sökvägen i CHROMIUM. Kör sedan testerna igen.\n\n',
  )
  process.exit(1)
}

if (!findChromium()) {
  if (process.env.CHROMIUM) stop(`inte går att köra på ${process.env.CHROMIUM}`)
  if (process.getuid?.() !== 0 || !isDebian()) stop('inte finns på den här datorn')
  process.stderr.write('Installerar Chromium med apt-get, en gång.\n')
  if (!apt('update') || !apt('install', '-y', '--no-install-recommends', 'chromium'))
    stop('inte gick att installera')
  if (!findChromium()) stop('inte hittas efter installationen')
}

// npm 9 (Debian 12) does not make this link, and vitest would then be run by the machine's Node 18, which it does not bear.
const link = join(root, 'node_modules', '.bin', 'node')
const node = carriedNode()
if (node && process.platform !== 'win32' && !existsSync(link)) symlinkSync(node, link)
