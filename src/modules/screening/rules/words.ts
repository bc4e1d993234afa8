/** What was done with an item, for sentences: "en bild som togs bort 3 oktober". */
const done: Readonly<Record<string, string>> = {
  hide: 'doldes',
  hold: 'hölls tillbaka',
  removeAsTrash: 'togs bort',
  removeAsSpam: 'togs bort som skräp',
}

export const measureDone = (kind: string): string => done[kind] ?? 'åtgärdades'

/** Whether a measure took something from view, so that its pictures may be marked. */
export const takesAway = (kind: string): boolean => kind in done

const languageNames = new Intl.DisplayNames('sv', { type: 'language', fallback: 'code' })

/** 'finska' of 'fi'. */
export const languageName = (code: string): string => languageNames.of(code) ?? code
