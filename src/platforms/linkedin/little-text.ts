/** LinkedIn's "little text": characters with a meaning of their own are written with a backslash before them. */
export const escapeLittle = (text: string): string => text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&')

/** Plain text again: names out of mentions, words out of hashtags, backslashes away. */
export const unescapeLittle = (text: string): string =>
  text
    .replace(/(?<!\\)@\[([^\]]{0,500})\]\(urn:li:[^)]{0,200}\)/g, '$1')
    .replace(/\{hashtag\|\\?#\|([^}]{0,300})\}/g, '#$1')
    .replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1')
