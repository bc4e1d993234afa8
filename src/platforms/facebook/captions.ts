import { asSubRip, type Captions } from '../films/captions.ts'
import type { GraphCall } from '../graph/index.ts'

const locales: Readonly<Record<string, string>> = {
  sv: 'sv_SE',
  en: 'en_US',
  fi: 'fi_FI',
  ar: 'ar_AR',
  so: 'so_SO',
}

/** 'sv' and 'sv-SE' as Facebook names them: sv_SE. */
function localeOf(language: string): string {
  const [first = 'sv', region] = language.split('-')
  return region
    ? `${first.toLowerCase()}_${region.toUpperCase()}`
    : (locales[first] ?? `${first}_${first.toUpperCase()}`)
}

/** @returns the file named as Facebook reads its language from: name.sv_SE.srt. */
export function captionFile(captions: Captions): {
  file: NonNullable<GraphCall['file']>
  locale: string
} {
  const locale = localeOf(captions.language)
  return {
    locale,
    file: {
      field: 'captions_file',
      filename: `film.${locale}.srt`,
      mediaType: 'application/x-subrip',
      content: asSubRip(captions),
    },
  }
}
