import { addDays, dayOf } from '../../../kernel/index.ts'
import { checklistDue } from '../../applications/index.ts'
import { standingOf } from '../../collection/index.ts'
import { type Check, dated, met, notDemanded, notMet, unknown } from './check.ts'

/** Whether the account is looked after (R4, R7, R14, R15, R19, S1, A1, A6). */
export const lifeChecks: readonly Check[] = [
  {
    id: 'watched',
    demand: 'S1',
    title: 'Någon ser igenom kontot så ofta som riktlinjen säger',
    mender: 'owner',
    todo: 'Gör en runda, och förklara de dagar som missades.',
    judge: ({ cells }) => {
      const explained = cells.filter(({ state }) => state === 'explained').length
      if (cells.some(({ state }) => state === 'missed'))
        return notMet(
          'Någon dag de senaste två veckorna är missad, utan förklaring. Kontots sida visar vilken.',
        )
      return met(
        explained > 0
          ? 'Alla missade dagar de senaste två veckorna är förklarade.'
          : 'Inget är missat de senaste två veckorna.',
      )
    },
  },
  {
    id: 'collected',
    demand: 'A1',
    title: 'Det som skrivs på kontot tas om hand',
    mender: 'communications',
    todo: 'Få igång hämtningen: anslut kontot på nytt, eller be den som driver Uppsikt om hjälp.',
    attestedBy: 'editor',
    months: () => 1,
    judge: ({ health, now }) => {
      if (!health || health.state === 'byHand')
        return unknown('Kontot registreras för hand, så någon behöver intyga att allt är med.')
      const standing = standingOf(health, now)
      if (standing === 'failing')
        return notMet(
          `Kontot hämtas inte${health.failingSince ? ` sedan ${dated(health.failingSince)}` : ''}.`,
        )
      if (standing === 'refused')
        return notMet('Kommunen har beslutat att plattformen inte ska användas, så inget hämtas.')
      if (standing === 'still') return notMet('Hämtningen står still.')
      if (standing === 'neverCollected') return unknown('Kontot har inte hämtats än.')
      return met('Kontot hämtas.')
    },
  },
  {
    id: 'alive',
    demand: 'R14',
    title: 'Kontot hålls levande',
    mender: 'manager',
    todo: 'Publicera något, eller avsluta kontot och säg varför.',
    judge: ({ account, lastOwnPost, today, policy }) => {
      const since = lastOwnPost ?? account.createdAt
      const { staleDays } = policy.closing
      if (dayOf(since) >= addDays(today, -staleDays))
        return met(
          lastOwnPost ? `Egna inlägg de senaste ${staleDays} dagarna.` : 'Kontot är nytt i registret.',
        )
      return notMet(
        lastOwnPost
          ? `Senaste egna inlägget kom ${dated(lastOwnPost)}.`
          : `Inget eget inlägg har kommit sedan kontot lades in ${dated(account.createdAt)}.`,
      )
    },
  },
  {
    id: 'checklist',
    demand: 'R7',
    title: 'Den ansvariga och en chef har gått igenom checklistan det senaste året',
    mender: 'owner',
    todo: 'Gå igenom checklistan på kontots sida. Den ansvariga och en chef gör var sin del.',
    judge: ({ checklist, account, now }) => {
      const lacking = [
        ...(checklistDue(checklist, 'employee', account) <= now ? ['den ansvariga'] : []),
        ...(checklistDue(checklist, 'manager', account) <= now ? ['en chef'] : []),
      ]
      return lacking.length === 0
        ? met('Båda har gått igenom den.')
        : notMet(`Det saknas att ${lacking.join(' och ')} går igenom den.`)
    },
  },
  {
    id: 'planFollowedUp',
    demand: 'R15',
    title: 'Planen för kontot är uppföljd',
    mender: 'owner',
    todo: 'Följ upp planen på kontots sida: om målgrupperna nåddes, och om kontot gör nytta.',
    attestedBy: 'editor',
    months: () => 12,
    judge: ({ policy, followUpDue, now }) => {
      if (followUpDue)
        return followUpDue > now
          ? met(`Planen ska följas upp senast ${dated(followUpDue)}.`)
          : notMet(`Planen skulle ha följts upp ${dated(followUpDue)}.`)
      return policy.opening.writtenPlan
        ? unknown('Planen finns inte i Uppsikt, så någon behöver intyga att den är uppföljd.')
        : notDemanded()
    },
  },
  {
    id: 'captured',
    demand: 'A6',
    title: 'En skärmbild av kontot är tagen i tid',
    mender: 'owner',
    todo: 'Ta en skärmbild av kontot och lämna den till registratorn.',
    attestedBy: 'editor',
    months: ({ captures }) => captures.everyMonths,
    judge: () => unknown('Skärmbilder tas ännu inte av Uppsikt, så någon behöver intyga att en är tagen.'),
  },
  {
    id: 'processing',
    demand: 'R19',
    title: 'Det är beskrivet vem som ansvarar för personuppgifterna, varför och med vilket stöd',
    mender: 'communications',
    todo: 'Beskriv behandlingen av personuppgifter, och säg vilken nämnd förvaltningen hör till.',
    judge: ({ processing, board }) => {
      const lacking = [
        ...(board ? [] : ['vilken nämnd som ansvarar']),
        ...(processing ? [] : ['ändamål och rättslig grund']),
      ]
      return lacking.length === 0
        ? met(`${board}. ${processing?.legalBasis}`.slice(0, 200))
        : notMet(`Det saknas ${lacking.join(', och ')}.`)
    },
  },
]
