/**
 * Two bars, now over before, as a picture of what stands beside them in words: the table is the truth, and a screen
 * reader is told nothing of the bars.
 */
export const Bars = ({
  now,
  before,
  most,
}: {
  now: number
  before: number | undefined
  /** The largest of those that are shown together. */
  most: number
}) => {
  const width = (value: number): number =>
    most > 0 ? Math.round((Math.max(0, value) / most) * 1_000) / 10 : 0
  return (
    <svg class="bars" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      <rect class="now" x="0" y="0" width={width(now)} height="8" />
      {before !== undefined && <rect class="then" x="0" y="10" width={width(before)} height="5" />}
    </svg>
  )
}
