import type { Child } from 'hono/jsx'
import { countText, Head, Icon, LinkButton, Note } from '../../../web/index.ts'
import { textIn } from '../rules.ts'
import type { ApplicationView } from '../service/read.ts'
import type { Part, PartStanding } from '../types.ts'
import { partText, stateText } from './words.tsx'

export const pathOf = ({ application }: ApplicationView, part?: Part | string): string =>
  `/register/ansokan/${application.applicationId}${part ? `/${part}` : ''}`

export const titleOf = ({ application, platform }: ApplicationView): string =>
  `Ansök om ${platform.name} för ${textIn(application, 'kontonamn') || application.department}`

/** The screen of one part: what is left stands beside it on every one. */
export const Frame = ({
  view,
  part,
  said,
  children,
}: {
  view: ApplicationView
  part: Part
  /** What has just been done, in a sentence. */
  said?: string | undefined
  children: Child
}) => (
  <>
    <Head
      title={titleOf(view)}
      sub={summary(view)}
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: 'Ansökningar', href: '/register/ansokan' },
        { text: view.application.name },
      ]}
    >
      <LinkButton icon="print" href={pathOf(view, 'plan.pdf')}>
        Planen som PDF
      </LinkButton>
    </Head>
    {said && (
      <Note tone="ok">
        <p>{said}</p>
      </Note>
    )}
    <div class="cols cols-1-2 mt4">
      <Steps view={view} part={part} />
      <div class="stack">{children}</div>
    </div>
  </>
)

function summary({ application, standing, ended }: ApplicationView): string {
  const by = `${application.applicantName}, ${application.department}.`
  if (ended === 'entered') return `${by} Beviljad, och kontot finns i registret.`
  if (ended === 'refused') return `${by} Avslagen.`
  if (ended === 'withdrawn') return `${by} Återtagen.`
  const left = standing.filter(({ state }) => state !== 'done' && state !== 'notNeeded').length
  return `${by} ${countText(left, 'steg', 'steg')} kvar. Du kan stänga och fortsätta senare.`
}

const Steps = ({ view, part }: { view: ApplicationView; part: Part }) => {
  const at = view.standing.findIndex((one) => one.part === part)
  return (
    <nav class="sticky" aria-label="Steg i ansökan">
      <p class="s strong hide-wide">
        Steg {at + 1} av {view.standing.length}: {partText[part]}
      </p>
      <ol class="steps">
        {view.standing.map((one, n) => (
          <li>
            <a href={pathOf(view, one.part)} aria-current={one.part === part ? 'step' : undefined}>
              <Mark standing={one} n={n + 1} />
              <span class="lb">{partText[one.part]}</span>
              <small>{stateText(one)}</small>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

const Mark = ({ standing: { state }, n }: { standing: PartStanding; n: number }) => {
  if (state === 'done')
    return (
      <span class="n ok">
        <Icon name="check" size="s" />
      </span>
    )
  if (state === 'notNeeded')
    return (
      <span class="n">
        <Icon name="minus" size="s" />
      </span>
    )
  return <span class="n">{n}</span>
}

/** Why a part cannot be done, or what is left of it. */
export const Lacks = ({ standing }: { standing: PartStanding }) => {
  if (standing.lacks.length === 0) return null
  return (
    <Note tone={standing.state === 'blocked' ? 'warn' : 'info'}>
      <p>
        <b>{standing.state === 'blocked' ? 'Det här måste göras först:' : 'Kvar i det här steget:'}</b>
      </p>
      <ul>
        {standing.lacks.map((lack) => (
          <li>{lack}</li>
        ))}
      </ul>
    </Note>
  )
}

export const standingOf = ({ standing }: ApplicationView, part: Part): PartStanding => {
  const found = standing.find((one) => one.part === part)
  if (!found) throw new Error(`an application has no part ${part}`)
  return found
}
