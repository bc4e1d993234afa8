import type { Happening, PlaceKey } from '../../story.ts'

/** What is written to an account alone, in hours before the demo begins. */
const letters: readonly {
  readonly to: PlaceKey
  readonly ago: number
  readonly who: string
  readonly text: string
}[] = [
  {
    to: 'sidan',
    ago: 27 * 24 + 3,
    who: 'Camilla Nord',
    text: 'Hej! Jag ville bara säga tack till Göran i växeln. Han ringde upp mig två gånger för att det skulle bli rätt.',
  },
  {
    to: 'sidan',
    ago: 6.8,
    who: 'Hassan Ali',
    text: 'Hej, jag söker bostadsanpassning åt min pappa. Vem pratar jag med, och hur lång tid tar det?',
  },
  {
    to: 'musiken',
    ago: 4.4,
    who: 'Leila Nouri',
    text: 'Vi har svårt att betala avgiften i vår. Ni skrev att man kan ringa, men jag skriver hellre. Hur gör man?',
  },
  {
    to: 'bilden',
    ago: 9.1,
    who: 'Hej Moa',
    text: 'Hej! Jag tror att jag glömde min halsduk i läsesalen. Den är grön. Har ni hittat den?',
  },
  {
    to: 'krisen',
    ago: 6.1,
    who: 'Vatten Veta',
    text: 'Hur anmäler man en källare som är full av vatten när växeln inte svarar?',
  },
  {
    to: 'parken',
    ago: 12.2,
    who: 'Humlan',
    text: 'Jag fotograferade en ovanlig fjäril vid Kvarndammen i somras. Vill ni ha bilden till er inventering?',
  },
]

/** Messages that came before the demo begins, as happenings. */
export const messagesBefore = (base: Date): readonly Happening[] =>
  letters.map(({ to, ago, who, text }, n) => ({
    at: new Date(base.getTime() - ago * 3_600_000),
    account: to,
    what: { kind: 'message', key: `message.${n}`, who, text },
  }))
