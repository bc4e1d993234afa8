import { expect, test } from 'vitest'
import { growth } from '../../tests/support/linear.ts'
import { htmlText, readHtml } from './html-text.ts'

test.each([
  ['<p>Hej&nbsp;då,<br>Åsa &amp; &Aring;ke</p><p>ny</p>', 'Hej\u00a0då,\nÅsa & Åke\n\nny'],
  ['a\n  b\t c', 'a b c'],
  ['<ul><li>ett<li>två</ul>slut', 'ett\ntvå\n\nslut'],
  ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1 2\n3'],
  [
    '1 < 2 och 3 > 2 &lt;b&gt; &unknown; &#229;&#xE4;&#246; &#150; &#0;&#xD800;&#x110000;',
    '1 < 2 och 3 > 2 <b> &unknown; åäö – ���',
  ],
  ['före<script>alert("<p>x</p>")</script>efter<style>p{}</style>', 'föreefter'],
  ['<SCRIPT\n>x</Script >kvar', 'kvar'],
  ['<!-- dold <p>x</p> --><!DOCTYPE x><?pi?>kvar', 'kvar'],
  ['<a title="a>b" href=\'x\'>länk</a>', 'länk'],
  ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
  ['nul\0 och \ud800 ensam', 'nul\0 och \ud800 ensam'],
  ['text <a href="oavslutad', 'text'],
  ['', ''],
])('%j reads as %j', (html, text) => {
  expect(htmlText(html)).toBe(text)
})

test('pictures with their alternative texts and links are brought along', () => {
  const html =
    '<img src="/a.jpg?x=1&amp;y=2" alt="En &quot;gata&quot;"><IMG alt="" SRC=b.png /><img><a href="https://x.example/?a=1&amp;b">x</a>'
  expect(readHtml(html)).toMatchObject({
    images: [{ url: '/a.jpg?x=1&y=2', alt: 'En "gata"' }, { url: 'b.png' }],
    links: ['https://x.example/?a=1&b'],
  })
})

test.each([
  '<',
  '<a',
  '<a ',
  '<script>',
  '<!--',
  '&',
  '&#',
  '<p>',
  ' ',
  '\n',
  '<a b="',
  "<a b='",
  '<a b= ',
  '<a =',
  '</',
  '<img src=x ',
  '<br>\n',
])('200 000 characters of %j take linear time', (pump) => {
  for (const [head, tail] of [
    ['', ''],
    ['<a ', '='],
    ['<a b=', '"'],
  ]) {
    const html = head + pump.repeat(Math.ceil(200_000 / pump.length)) + tail
    expect(growth(htmlText, html)).toBeLessThan(3.5)
  }
})
