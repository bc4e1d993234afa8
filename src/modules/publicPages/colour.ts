/** Colours as WCAG 2.2 measures them (relative luminance, contrast ratio). Pure. */

type Rgb = readonly [red: number, green: number, blue: number]

/** '#0b5966' → its parts; undefined for what is not such a colour. */
export function parseColour(text: string): Rgb | undefined {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)?.slice(1)
  const [red, green, blue] = (parts ?? []).map((part) => Number.parseInt(part, 16))
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue]
}

const hex = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const mixed = (one: Rgb, other: Rgb, share: number): Rgb => [
  one[0] + (other[0] - one[0]) * share,
  one[1] + (other[1] - one[1]) * share,
  one[2] + (other[2] - one[2]) * share,
]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** The darkest and lightest surfaces that text stands on in the two themes (web/assets/tokens.css). */
const lightCanvas: Rgb = [0xf3, 0xf6, 0xf6]
const darkSurface: Rgb = [0x22, 0x32, 0x37]

export const leastContrast = 4.5

/** Whether text in the colour can be read on our light pages, and white text on the colour. */
export const contrastOnLight = (colour: Rgb): number => contrast(colour, lightCanvas)

/** The colour made lighter until it can be read on our dark pages. */
function forDark(colour: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const lighter = mixed(colour, white, share)
    if (contrast(lighter, darkSurface) >= leastContrast) return lighter
  }
  return white
}

/** The style sheet that gives our public pages a municipality's colour in both themes; '' for what is no colour. */
export function styleSheet(text: string): string {
  const colour = parseColour(text)
  if (!colour) return ''
  const dark = forDark(colour)
  const pairs: Readonly<Record<string, readonly [light: Rgb, dark: Rgb]>> = {
    brand: [colour, dark],
    'brand-strong': [mixed(colour, black, 0.25), mixed(dark, white, 0.25)],
    'brand-ink': [mixed(colour, black, 0.15), dark],
    'on-brand': [white, mixed(colour, black, 0.85)],
    'brand-soft': [mixed(colour, white, 0.92), darkSurface],
    'brand-line': [mixed(colour, white, 0.6), mixed(colour, black, 0.3)],
  }
  const lines = Object.entries(pairs).map(
    ([name, [light, night]]) => `--${name}:light-dark(${hex(light)},${hex(night)})`,
  )
  return `:root{${lines.join(';')}}`
}
