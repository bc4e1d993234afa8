import type { Responsible } from '../types.ts'
import { type Check, dated, type Judgement, met, notDemanded, notMet, unknown } from './check.ts'

const appointed = (person: Responsible | undefined): Judgement => {
  if (!person) return notMet('Ingen är utsedd.')
  return person.endedAt ? notMet(`${person.name} slutade ${dated(person.endedAt)}.`) : met(`${person.name}.`)
}

/** Who answers for the account, and how it is reached (R5, R10, R11, R12). */
export const peopleChecks: readonly Check[] = [
  {
    id: 'purpose',
    demand: 'R5',
    title: 'Kontot har ett syfte som hör till enhetens uppdrag',
    mender: 'manager',
    todo: 'Skriv i registret vad kontot är till för.',
    judge: ({ account }) =>
      account.purpose.trim() === ''
        ? notMet('Syftet är inte beskrivet.')
        : met(account.purpose.trim().slice(0, 200)),
  },
  {
    id: 'owner',
    demand: 'R5',
    title: 'En ansvarig är utsedd',
    mender: 'communications',
    todo: 'Utse en ansvarig.',
    judge: ({ owner }) => appointed(owner),
  },
  {
    id: 'deputy',
    demand: 'R5',
    title: 'En ersättare är utsedd',
    mender: 'communications',
    todo: 'Utse en ersättare som tar över vid frånvaro.',
    judge: (facts) => (facts.policy.supervision.deputyInAbsence ? appointed(facts.deputy) : notDemanded()),
  },
  {
    id: 'administrators',
    demand: 'R10',
    title: 'Kommunikation har administratörsrätt på kontot',
    mender: 'owner',
    todo: 'Ge kommunikation administratörsrätt på plattformen.',
    attestedBy: 'communications',
    months: () => 12,
    judge: ({ policy }) =>
      policy.opening.communicationsAdministers
        ? unknown('Vilka som är administratörer visar plattformen bara för den som är inloggad där.')
        : notDemanded(),
  },
  {
    id: 'inVault',
    demand: 'R11',
    title: 'En gemensam adress äger kontot, och inloggningen ligger i valvet',
    mender: 'communications',
    todo: 'Lägg in kontots adress och lösenord i valvet.',
    judge: ({ vault }) =>
      vault ? met('Inloggningen ligger i valvet.') : notMet('Inloggningen ligger inte i valvet.'),
  },
  {
    id: 'platformJudged',
    demand: 'R12',
    title: 'Plattformens villkor är bedömda',
    mender: 'headOfCommunications',
    todo: 'Besluta under Inställningar, Plattformar om kommunen använder plattformen.',
    judge: ({ policy, platformDecision }) => {
      if (!policy.platforms.judgedFirst) return notDemanded()
      if (!platformDecision) return notMet('Kommunen har inte beslutat om plattformen.')
      return platformDecision.allowed
        ? met(`Beslut ${platformDecision.diaryNumber}.`)
        : notMet(`Kommunen har beslutat att inte använda plattformen (${platformDecision.diaryNumber}).`)
    },
  },
  {
    id: 'pageType',
    demand: 'R12',
    title: 'Kontot är av den sort som myndigheter använder, inte en privat profil',
    mender: 'owner',
    todo: 'Byt till en sida eller ett företagskonto på plattformen.',
    attestedBy: 'editor',
    months: () => 12,
    judge: ({ health }) =>
      health && health.state === 'healthy'
        ? met('Plattformen släpper bara in oss till konton av rätt sort.')
        : unknown('Uppsikt är inte inne på kontot och kan inte se vilken sort det är.'),
  },
]
