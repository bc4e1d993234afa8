import { existsSync, readFileSync } from 'node:fs'

/** Texts and lists that others have gathered, and that the product does not hold (../shared, README.md). */
const data = '../shared/data/swedish'

export const readSwedish = (name: string): string => {
  const path = `${data}/${name}`
  if (!existsSync(path)) throw new Error(`${path} is missing: this needs ../shared (README.md)`)
  return readFileSync(path, 'utf8')
}

export const linesOf = (name: string): string[] =>
  readSwedish(name)
    .split(/\r?\n/)
    .filter((line) => line !== '')

/** Single words of at least four letters that others list as offensive. */
export const offensiveWords = (): string[] =>
  [...new Set([...linesOf('ldnoobw_sv.txt'), ...linesOf('ldnoobwv2_sv.txt')])].filter((word) =>
    /^[a-zåäö]{4,}$/.test(word),
  )

/** Clean texts: sentences of Talbanken, names with more than 500 bearers, every municipality, and traps. */
export function cleanTexts(): string[] {
  const names = ['svensktext_tilltalsnamn-kvinnor.csv', 'svensktext_tilltalsnamn-man.csv'].flatMap((name) =>
    linesOf(name)
      .slice(1)
      .map((line) => line.split(','))
      .filter(([, bearers]) => Number(bearers) > 500)
      .map(([first = '']) => first),
  )
  const places = linesOf('kommuner.csv')
    .slice(1)
    .map((line) => `Vi bor i ${line.split(',')[1]}`)
  return [...linesOf('talbanken_dev.txt'), ...places, ...names, ...traps]
}

const traps = [
  'Hålet i isen vid Hornstull',
  'Kockarna på Assistenten gick till Pittsburgh',
  'Rovdjuren och rövarna i Mattisskogen',
  'Ökat antal advokater betalar skatt',
  'Prova provet i provrummet',
  'Inkluderande skola utan varsel',
  'Fackla, tackla och vackla',
  'Negativ integration av integrerade kretsar',
  'Häcken är klippt och i ändan står bänken',
  'Kejsarens fanor och knappar',
  'Horisonten och metaforen',
  'Analysen av kanalen',
  'Bogen på båten och kon på ängen',
  'EU-fördrag och Rut-avdrag',
]

/** What people here call each other and the municipality, as one who had not read the lists wrote it down. */
export const insults =
  'fitta fittan fittor hora horor horunge kuken kukar jävla jävlar jävel jävligt helvete helvetes satan satans fanskap skitstövel skitunge skithög skitsnack idiot idioter idiotisk neger negrer blatte blattar svartskalle luder slampa slampor bögjävel bögar pucko puckon mongo mongolid äckel äcklig kärring kärringar knulla knullad runka runkare rövhål rövslickare arsle arslen kukhuvud efterbliven pedofil subba slyna slyn svin fittsnack horbock fuck fucking bitch motherfucker asshole horkärring kukjävel fittjävel skitpolitiker as asgam drägg avskum våldta lynchas missfoster cpskadad nigger apjävel fetto dumskalle miffo'.split(
    ' ',
  )
