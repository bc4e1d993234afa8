import { fail, ok } from '../../kernel/index.ts'
import type { DiaryGateway, DiarySlip } from './contract.ts'

const secrecyText: Readonly<Record<DiarySlip['secrecy'], string>> = {
  yes: 'Ja',
  no: 'Nej',
  unknown: 'Ska prövas',
}

const longest = 60

/** A person enters it in the municipality's own system, and types the number that it gives. */
export const byHand: DiaryGateway = {
  steps: [
    'Öppna kommunens diarium och skapa en post.',
    'Kopiera uppgifterna härifrån. Ta inte med texten ur handlingen om den kan röra sekretess.',
    'Skriv numret som diariet ger i fältet Diarienummer här.',
  ],
  slip: ({ day, direction, counterpart, matter, committee, secrecy, records }) =>
    [
      `${direction === 'received' ? 'Kom in' : 'Upprättad'}: ${day}`,
      `${direction === 'received' ? 'Från' : 'Till'}: ${counterpart || 'Inte känt'}`,
      `Gäller: ${matter}`,
      `Nämnd: ${committee}`,
      `Sekretess: ${secrecyText[secrecy]}`,
      ...records.map(({ record, version }) => `Handling i Uppsikt: ${record}, version ${version}`),
    ].join('\n'),
  read(typed) {
    const number = typed
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim()
    if (number === '') return fail('Skriv numret som diariet gav, till exempel KS 2026/481.')
    if (number.length > longest) return fail(`Skriv numret med högst ${longest} tecken.`)
    return /\d/.test(number) ? ok(number) : fail('Ett diarienummer har siffror, till exempel KS 2026/481.')
  },
}
