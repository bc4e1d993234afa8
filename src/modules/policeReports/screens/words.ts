import type { FormState } from '../../../web/index.ts'
import type { OpenedReport } from '../service/read.ts'
import type { Lack, PoliceReport } from '../types.ts'

export interface ReportProps {
  readonly page: OpenedReport
  readonly state: FormState | undefined
  readonly shown: boolean
}

export const reportHref = (taskId: string, more = ''): `/${string}` => `/ko/${taskId}/polisanmalan${more}`

/** All that is written for a draft is one form: whichever button is pressed, the words are kept. */
export const draftForm = 'anmalan'

export const lackText: Readonly<Record<Lack, string>> = {
  context: 'Beskriv sammanhanget',
  classification: 'Välj rubricering, eller låt polisen göra det',
  diaryNumber: 'Diarienumret: lämna till diariet, eller skriv numret. Du behöver inte vänta på registratorn',
  witness: 'En skärmbild saknar vittne: intyga den, eller ta bort den ur paketet',
  seal: 'Beviset skrivs under inom en minut. Vänta, och ladda om sidan',
}

export const stateText: Readonly<Record<PoliceReport['state'], string>> = {
  draft: 'Utkast, inte skickad',
  made: 'Gjord, inte inlämnad',
  submitted: 'Inlämnad, väntar på polisen',
  closed: 'Avslutad',
}
