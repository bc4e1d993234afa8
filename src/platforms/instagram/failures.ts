import type { Failure } from '../contract.ts'

/** A container that will never be published. The status says why, as a number of its own. */
export function failureOfContainer(code: string | undefined, status: string | undefined): Failure {
  const said = `(${code ?? 'inget läge'}${status === undefined ? '' : `: ${status.slice(0, 200)}`})`
  return {
    kind: 'rejected',
    detail:
      code === 'EXPIRED'
        ? `Bilden eller filmen låg för länge hos Instagram utan att publiceras. Försök igen. ${said}`
        : `Instagram kunde inte ta emot bilden eller filmen. Bilder ska vara JPEG och högst 8\u00a0MB, film MP4. ${said}`,
  }
}
