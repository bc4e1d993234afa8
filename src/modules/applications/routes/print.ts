import { makePdf, type PrintedDocument } from '../../../infra/documents/index.ts'
import { Stop } from '../../../kernel/index.ts'
import { municipalityOf } from '../../../web/index.ts'
import { decisionDocument, planDocument } from '../documents.ts'
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
    const pdf = await makePdf(document, house.clock.now())
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${name}-${view.application.name}.pdf"`,
    })
  }

export const printPlan = printOf('plan', planDocument)
export const printDecision = printOf('beslut', decisionDocument)
