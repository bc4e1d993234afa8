import { type Reason as Shown, When } from '../../../../../web/index.ts'
import { measureDone, type Picture, type PictureFinding } from '../../../../screening/index.ts'

/** Why a picture got its labels, and what could not be said of it. */
export const ofPicture = ({ findings, notJudged, failure }: Picture): Shown[] => [
  ...findings.map(ofFinding),
  ...[failure, notJudged].flatMap((text) => (text ? [{ icon: 'info' as const, text }] : [])),
]

function ofFinding(finding: PictureFinding): Shown {
  switch (finding.by) {
    case 'mark':
      return {
        icon: 'eye',
        tone: 'bad',
        text: (
          <>
            <b>{finding.exact ? 'Bilden är densamma som' : 'Bilden liknar'}</b> en som{' '}
            {measureDone(finding.measure)} <When at={new Date(finding.at)} />.
          </>
        ),
      }
    case 'list':
      return {
        icon: 'eye',
        tone: 'bad',
        text: (
          <>
            <b>{finding.exact ? 'Bilden finns i listan' : 'Bilden liknar en i listan'}</b> {finding.name}.
          </>
        ),
      }
    case 'classifier':
      return {
        icon: 'eye',
        tone: 'warn',
        text: `${finding.name.charAt(0).toLocaleUpperCase('sv')}${finding.name.slice(1)} om bilden: ${finding.words}.`,
      }
  }
}
