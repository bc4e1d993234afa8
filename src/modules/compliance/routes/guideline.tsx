import { may } from '../../../access/index.ts'
import { actorOf, municipalityOf, page, seeOther } from '../../../web/index.ts'
import { accountIdOf } from '../../accounts/index.ts'
import { csvOf } from '../guideline/csv.ts'
import { lookNow } from '../guideline/judging.ts'
import { readGuideline, readOverview, recordOfProcessing } from '../guideline/reading.ts'
import { AccountGuidelineScreen } from '../screens/guideline/account.tsx'
import { GuidelineOverviewScreen } from '../screens/guideline/overview.tsx'
import { ProcessingScreen } from '../screens/guideline/processing.tsx'
import { menderText, outcomeText } from '../screens/guideline/words.tsx'
import { current, given, type Handler } from './common.ts'

const doneTexts: Readonly<Record<string, string>> = {
  provat: 'Kontot är prövat mot riktlinjen nu.',
  intygat: 'Intyget är sparat.',
  enheter: 'Enheterna är sparade.',
  beskrivet: 'Beskrivningen är sparad. Den förra finns kvar i historiken.',
  uppgifter: 'Uppgifterna är sparade. Alla konton prövas på nytt inom en halv minut.',
}

export const showGuideline: Handler = async (house, _platforms, c) => {
  const actor = actorOf(c)
  const guideline = await readGuideline(house, actor, accountIdOf(c))
  const { account } = guideline
  return page(
    c,
    { title: `Riktlinjen: ${account.name}`, current },
    <AccountGuidelineScreen
      guideline={guideline}
      done={doneTexts[given(c)['gjort'] ?? '']}
      may={{
        attest: may(actor, 'guideline.attest', account),
        administer: may(actor, 'guideline.administer', account),
      }}
    />,
  )
}

export const look: Handler = async (house, platforms, c) => {
  const accountId = accountIdOf(c)
  await lookNow(house, actorOf(c), platforms, accountId)
  return seeOther(c, `/register/${accountId}/riktlinje?gjort=provat`)
}

export const showOverview: Handler = async (house, platforms, c) => {
  const actor = actorOf(c)
  return page(
    c,
    { title: 'Hur riktlinjen följs', current },
    <GuidelineOverviewScreen
      overview={await readOverview(house, actor)}
      platforms={platforms}
      mayAdminister={may(actor, 'guideline.administer', {})}
      done={doneTexts[given(c)['gjort'] ?? '']}
    />,
  )
}

export const sendCsv: Handler = async (house, platforms, c) => {
  const text = csvOf(await readOverview(house, actorOf(c)), {
    platform: (id) => platforms.get(id)?.name ?? id,
    outcome: {
      met: outcomeText.met.text,
      notMet: outcomeText.notMet.text,
      unknown: outcomeText.unknown.text,
      notDemanded: outcomeText.notDemanded.text,
    },
    mender: menderText,
  })
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="riktlinjen.csv"',
  })
}

export const showProcessing: Handler = async (house, platforms, c) => {
  const { lines, particulars } = await recordOfProcessing(house, actorOf(c))
  return page(
    c,
    { title: 'Personuppgifter i sociala medier', current },
    <ProcessingScreen
      municipality={municipalityOf(c).name}
      lines={lines}
      particulars={particulars}
      platforms={platforms}
    />,
  )
}
