import { type ForbiddenGroup, type PolicySettings, settingWords } from '../../policy/index.ts'

/** What visitors may not write, said to them. What the law says of each stands in the rulebook, not here. */
export const houseRuleTexts: Readonly<Record<ForbiddenGroup, string>> = {
  personalAttacks: 'Angrip inte personer. Förtal, påhopp och förolämpningar tar vi bort.',
  hateAndHarassment: 'Trakassera ingen. Hets, sexism och trakasserier tar vi bort.',
  violenceAndPornography: 'Visa inte våld eller pornografi.',
  callsToCrime: 'Uppmana inte till brott, och använd inte våra konton till något brottsligt.',
  unlawfulUse: 'Använd inte andras bilder, texter eller musik utan lov.',
  swearing: 'Svär inte, och använd inga grova ord.',
  personalData: 'Lämna inte ut uppgifter om andra, till exempel adress, hälsa eller personnummer.',
  confidential: 'Skriv inget som omfattas av sekretess.',
  threats: 'Hota ingen.',
  hateAgainstGroup: 'Hetsa inte mot en grupp för till exempel hudfärg, tro eller sexuell läggning.',
  incitement: 'Uppmana ingen att begå brott.',
  childAbuseImages: 'Visa aldrig sexuella övergrepp på barn. Det polisanmäls.',
  unlawfulViolence: 'Visa inte grovt våld.',
  copyright: 'Dela inte verk som någon annan har rätten till.',
  criminalMaterial: 'Dela inget som är brottsligt.',
  sensitiveOrViolating: 'Skriv inte känsliga eller kränkande uppgifter om någon.',
  spam: 'Gör inte reklam, och skriv inte samma sak om och om igen.',
}

/** The response target without the office hours, which say nothing to the public: 'samma dag, senast nästa vardag.' */
export function answerText(policy: PolicySettings): string {
  const [first = ''] = settingWords.responseTarget.says(policy).split('. ')
  return `${first.charAt(0).toLocaleLowerCase('sv')}${first.slice(1)}.`.replace('..', '.')
}

/** Hours of watch as the account has them, otherwise the municipality's; '' where nobody has said. */
export const watchText = (watched: string, policy: PolicySettings): string =>
  watched || policy.publicHours.hours
