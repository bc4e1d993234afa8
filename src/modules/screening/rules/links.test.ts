import { expect, test } from 'vitest'
import { Collector } from './collector.ts'
import { findLinks } from './links.ts'

function found(text: string): [string, string][] {
  const into = new Collector()
  findLinks(text, into)
  return into.reasons().map(({ source, start, end }) => [source.slice(8), text.slice(start, end)])
}

test('links that hide where they go are told, by what they look like', () => {
  expect(found('Läs mer: https://bit.ly/3xY och tack')).toEqual([['shortLink', 'https://bit.ly']])
  expect(found('tinyurl.com/abc')).toEqual([['shortLink', 'tinyurl.com']])
  expect(found('http://192.168.3.7/x')).toEqual([['hiddenAddress', 'http://192.168.3.7']])
  expect(found('http://0x7f000001/')).toEqual([['hiddenAddress', 'http://0x7f000001']])
  expect(found('https://falun.se@elak.example/')).toEqual([
    ['hiddenAddress', 'https://falun.se@elak.example'],
  ])
  expect(found('https://fаlun.se/')).toEqual([['hiddenAddress', 'https://fаlun.se']])
  expect(found('HTTPS://bankid-verifiera.com/login')).toEqual([
    ['borrowedName', 'HTTPS://bankid-verifiera.com'],
  ])
  expect(found('www.postnord.paket-se.info')).toEqual([['borrowedName', 'www.postnord.paket-se.info']])
})

test('the municipality, its places and the senders themselves are left alone', () => {
  for (const text of [
    'Se https://www.falun.se/skola och www.östersund.se',
    'https://smörgåsbord.se/ och https://кириллица.рф/',
    'Logga in på https://install.bankid.com/ eller https://www.swish.nu',
    'Mejla bit.ly@exempel.se, ring 0451-12/34, kl. 10.30/11.15',
    'e.kr./f.kr. och och/eller',
    'https://example.com/bit.ly/x',
  ])
    expect(found(text), text).toEqual([])
})

test('many links, and texts that look like one link without end, take no long time', () => {
  for (const unit of ['https://bit.ly/a ', 'a.', 'www.', 'http://', 'a-', 'a.a/', '@']) {
    const text = unit.repeat(65_536 / unit.length)
    const begun = performance.now()
    findLinks(text, new Collector())
    expect(performance.now() - begun, unit).toBeLessThan(500)
  }
  expect(found('https://bit.ly/a '.repeat(200)).length).toBeLessThanOrEqual(50)
})
