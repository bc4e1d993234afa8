/** A cell that a spreadsheet shows as the text it is: never as a formula. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}

/** Rows of cells as CSV: semicolons and a byte order mark, as Swedish Excel reads them. */
export const spreadsheetText = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`
