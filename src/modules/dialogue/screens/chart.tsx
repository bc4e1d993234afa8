import type { Child } from 'hono/jsx'
import { Panel } from '../../../web/index.ts'
import type { ChartStep } from '../rules.ts'

const steps: readonly (readonly [ChartStep, string, (taskId: string | undefined) => Child])[] = [
  ['question', 'Är det en fråga?', () => 'Då ska den ha ett svar i tid. Är den inte det, läs vidare.'],
  ['known', 'Vet du svaret säkert?', () => 'Svara här. Vet du inte, gissa inte: fråga enheten som vet.'],
  ['unit', 'Har enheten svarat?', () => 'Svara med deras uppgift och ditt namn. Vänta annars, och säg det.'],
  ['wrong', 'Är något fel i det som sägs?', () => 'Rätta sakligt, och länka till källan.'],
  [
    'other',
    'Gäller det någon annans ansvar?',
    (id) => (id ? <a href={`/dialog/${id}/annan-myndighet`}>Visa vägen dit</a> : 'Visa vägen dit.'),
  ],
  [
    'harm',
    'Är det hot, hat eller uppgifter om någon?',
    (id) => <>Svara inte. {id ? <a href={`/ko/${id}`}>Åtgärda i kön</a> : 'Det åtgärdas i kön.'}</>,
  ],
  ['opinion', 'Är det bara en åsikt, eller beröm?', () => 'Låt den stå. Tacka gärna för beröm.'],
]

/**
 * Samtalskartan (D4): from a comment to what to do with it. Help beside the text; it never chooses.
 * @param taskId for those who may answer; the others are shown no links.
 */
export const Chart = ({ taskId, now }: { taskId: string | undefined; now: ChartStep }) => (
  <Panel id="h-karta" title="Samtalskartan" level={3}>
    <ol class="chart">
      {steps.map(([step, question, answer]) => (
        <li class={step === now ? 'now' : undefined} aria-current={step === now ? 'step' : undefined}>
          <b>{question}</b> {step === now && <span class="badge plain info">Börja här</span>}
          <br />
          {answer(taskId)}
        </li>
      ))}
    </ol>
    <p class="hint">Kartan är hjälp. Den väljer inte åt dig.</p>
  </Panel>
)
