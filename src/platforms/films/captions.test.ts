import { expect, test } from 'vitest'
import { asSubRip, asWebVtt } from './captions.ts'

const vtt =
  'WEBVTT\n\nNOTE hej\n\nett\n00:01.000 --> 01:00:02.500 align:start\nHej\ndå\n\n01:00.500 --> 01:02.000\nHå\n'
const srt = '1\n00:00:01,000 --> 01:00:02,500\nHej\ndå\n\n2\n00:01:00,500 --> 00:01:02,000\nHå\n'

const captions = (text: string, mediaType: 'text/vtt' | 'application/x-subrip') => ({
  bytes: Buffer.from(text),
  mediaType,
  language: 'sv',
})

test('WebVTT becomes SubRip, and SubRip is left as it is', () => {
  expect(asSubRip(captions(vtt, 'text/vtt')).toString()).toBe(srt)
  expect(asSubRip(captions('2\nx', 'application/x-subrip')).toString()).toBe('2\nx')
})

test('SubRip becomes WebVTT, also with the line ends of Windows and a mark in front', () => {
  const said = 'WEBVTT\n\n00:00:01.000 --> 01:00:02.500\nHej\ndå\n\n00:01:00.500 --> 00:01:02.000\nHå\n'
  for (const text of [srt, srt.replaceAll('\n', '\r\n'), `\ufeff${srt}`])
    expect(asWebVtt(captions(text, 'application/x-subrip')).toString()).toBe(said)
  expect(asWebVtt(captions(vtt, 'text/vtt')).toString()).toBe(vtt)
})

test('what is no captions gives none', () => {
  expect(asSubRip(captions('\0'.repeat(10_000), 'text/vtt')).toString()).toBe('')
})
