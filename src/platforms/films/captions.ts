import type { Draft } from '../contract.ts'

/** The text of a film, in the form that a platform takes: WebVTT (W3C) or SubRip. */

export type Captions = NonNullable<NonNullable<Draft['video']>['captions']>

interface Cue {
  /** As WebVTT writes it, hours always: 00:00:01.000. */
  readonly from: string
  readonly to: string
  readonly text: string
}

/** Hours may be left out, and what stands after the times says where on the picture the text stands. */
const times = /^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})/

const whole = (time: string): string => {
  const at = time.replace(',', '.')
  const [hours, ...rest] = at.split(':').length === 2 ? ['00', ...at.split(':')] : at.split(':')
  return [hours, ...rest].map((part = '') => (/^\d\b/.test(part) ? `0${part}` : part)).join(':')
}

/** Headings, notes, styles and numbers are no cues. */
function cuesOf({ bytes }: Pick<Captions, 'bytes'>): readonly Cue[] {
  const text = new TextDecoder().decode(bytes).replaceAll(/\r\n?/g, '\n')
  return text.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n')
    const at = lines.findIndex((line) => times.test(line))
    const [, from, to] = times.exec(lines[at] ?? '') ?? []
    if (from === undefined || to === undefined) return []
    return [
      {
        from: whole(from),
        to: whole(to),
        text: lines
          .slice(at + 1)
          .join('\n')
          .trim(),
      },
    ]
  })
}

const comma = (time: string): string => time.replace('.', ',')

/** SubRip: numbered, with a comma before the thousandths. */
export const asSubRip = (captions: Captions): Buffer =>
  captions.mediaType === 'application/x-subrip'
    ? Buffer.from(captions.bytes)
    : Buffer.from(
        cuesOf(captions)
          .map(({ from, to, text }, index) => `${index + 1}\n${comma(from)} --> ${comma(to)}\n${text}\n`)
          .join('\n'),
      )

export const asWebVtt = (captions: Captions): Buffer =>
  captions.mediaType === 'text/vtt'
    ? Buffer.from(captions.bytes)
    : Buffer.from(
        `WEBVTT\n\n${cuesOf(captions)
          .map(({ from, to, text }) => `${from} --> ${to}\n${text}\n`)
          .join('\n')}`,
      )
