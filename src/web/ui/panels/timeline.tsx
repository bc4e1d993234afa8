import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'

export interface Moment {
  /** done, sealed as proof, changed, stopped, still to come, or only seen. */
  readonly kind: 'ok' | 'seal' | 'warn' | 'bad' | 'next' | 'seen'
  readonly icon: IconName
  readonly what: Child
  /** Who and when, or what will be kept. */
  readonly detail?: Child
}

/** The steps that will be taken, and afterwards the history of the same steps. Newest last. */
export const Timeline = ({ moments }: { moments: readonly Moment[] }) => (
  <ol class="line">
    {moments.map((moment) => (
      <li>
        <span class={moment.kind === 'seen' ? 'dot' : `dot ${moment.kind}`}>
          <Icon name={moment.icon} />
        </span>
        <p>
          {moment.kind === 'next' && <span class="vh">Kommer: </span>}
          {moment.what}
          {moment.detail && (
            <>
              <br />
              <span class="meta">{moment.detail}</span>
            </>
          )}
        </p>
      </li>
    ))}
  </ol>
)
