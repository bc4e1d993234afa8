import { makePdf, type PrintedDocument } from '../../../infra/documents/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, Stop } from '../../../kernel/index.ts'
import { actorOf, municipalityOf, type WebContext } from '../../../web/index.ts'
import { accountIdOf } from '../../accounts/index.ts'
import { closingDocument, decisionDocument, planDocument } from '../documents.ts'
import { readClosing } from '../service/closing.ts'
import type { ApplicationView } from '../service/read.ts'
import { type Handler, viewFor } from './common.ts'

/** A document of an application as PDF/A, shown in the browser under its own address. */
const printOf =
  (
    name: string,
    documentOf: (view: ApplicationView, municipality: string) => PrintedDocument | undefined,
  ): Handler =>
  async (house, platforms, c) => {
    const view = await viewFor(house, platforms, c)
    const document = documentOf(view, municipalityOf(c).name)
    if (!document)
      throw new Stop(
        'notFound',
        'Det finns inget beslut att skriva ut än. Gå till ansökan och se vad som är kvar.',
      )
    return sendPdf(house, c, document, `${name}-${view.application.name}`)
  }

async function sendPdf(
  house: House,
  c: WebContext,
  document: PrintedDocument,
  name: string,
): Promise<Response> {
  const pdf = await makePdf(document, house.clock.now())
  return c.body(new Uint8Array(pdf), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}.pdf"`,
  })
}

/** The report of a closed account (R14). */
export const printClosing: Handler = async (house, platforms, c) => {
  const view = await readClosing(house, actorOf(c), accountIdOf(c))
  const platform = platforms.get(view.account.platform)?.name ?? view.account.platform
  const document = closingDocument(view, platform, municipalityOf(c).name)
  if (!document)
    throw new Stop('conflict', 'Kontot är inte stängt, så det finns ingen slutrapport. Gå till kontots sida.')
  return sendPdf(house, c, document, `slutrapport-${dayOf(house.clock.now())}`)
}

export const printPlan = printOf('plan', planDocument)
export const printDecision = printOf('beslut', decisionDocument)
