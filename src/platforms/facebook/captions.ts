import type { Draft } from '../contract.ts'
import type { GraphCall } from '../graph/index.ts'

type Captions = NonNullable<NonNullable<Draft['video']>['captions']>

const locales: Readonly<Record<string, string>> = {
  sv: 'sv_SE',
  en: 'en_US',
  fi: 'fi_FI',
  ar: 'ar_AR',
  so: 'so_SO',
}

/** 'sv' and 'sv-SE' as Facebook names them: sv_SE. */
export function localeOf(language: string): string {
  const [first = 'sv', region] = language.split('-')
  return region
    ? `${first.toLowerCase()}_${region.toUpperCase()}`
    : (locales[first] ?? `${first}_${first.toUpperCase()}`)
}

/** WebVTT as SubRip, which is what Facebook takes: numbered cues, hours always, a comma before the thousandths. */
export function srtOf(vtt: string): string {
  const time = /^((?:\d{2,}:)?\d{2}:\d{2}\.\d{3}) --> ((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})/
  const whole = (at: string): string => (at.split(':').length === 2 ? `00:${at}` : at).replace('.', ',')
  const cues = vtt
    .replace(/^\ufeff/, '')
    .split(/\r?\n(?:\r?\n)+/)
    .flatMap((block) => {
      const lines = block.split(/\r?\n/)
      const at = lines.findIndex((line) => time.test(line))
      const [, from = '', to = ''] = time.exec(lines[at] ?? '') ?? []
      return at < 0
        ? []
        : [
            `${whole(from)} --> ${whole(to)}\n${lines
              .slice(at + 1)
              .join('\n')
              .trimEnd()}`,
          ]
    })
  return cues.map((cue, index) => `${index + 1}\n${cue}\n`).join('\n')
}

/** @returns the file named as Facebook reads its language from: name.sv_SE.srt. */
export function captionFile({ bytes, mediaType, language }: Captions): {
  file: NonNullable<GraphCall['file']>
  locale: string
} {
  const locale = localeOf(language)
  const srt = mediaType === 'text/vtt' ? Buffer.from(srtOf(new TextDecoder().decode(bytes))) : bytes
  return {
    locale,
    file: {
      field: 'captions_file',
      filename: `film.${locale}.srt`,
      mediaType: 'application/x-subrip',
      bytes: srt,
    },
  }
}
