/**
 * Where a web address leads, however it is written: the same with and without www., by http and https, with a slash at the end,
 * in capitals, and in the letters of its own language or those of the domain system. What stands after ? is kept as it is.
 */
export function plainAddress(text: string): string {
  if (!URL.canParse(text.trim())) return text.trim().toLowerCase()
  const { hostname, port, pathname, search } = new URL(text.trim())
  const host = hostname.replace(/\.$/, '').replace(/^www\./, '')
  return `${host}${port && `:${port}`}${pathname.replace(/\/+$/, '').toLowerCase()}${search}`
}
