import type { StaffId } from '../../../../kernel/index.ts'
import {
  Button,
  datedDay,
  ErrorSummary,
  Form,
  type FormState,
  LinkButton,
  Note,
  Panel,
  Timeline,
} from '../../../../web/index.ts'
import type { AbuseCase } from '../../../measures/index.ts'
import type { OpenedItem, OpenedTask } from '../../service/item.ts'
import { actHref, type QueueAddress, queueHref } from '../address.ts'
import { theKind } from '../words.ts'

/** An item that may be marked, or is, with what its page shows. */
export interface Suspicion {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly abuse: AbuseCase | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly mayLift: boolean
  readonly address: QueueAddress
}

/** What will happen, before it does. */
export const Mark = (about: Suspicion & { state: FormState }) => {
  const { opened, item, address, state } = about
  const what = theKind[item.item.kind]
  const keeps = item.policy.settings.abuseCopies
  return (
    <Form action={actHref(address, opened.task.taskId, 'overgrepp')} class="stack">
      <ErrorSummary state={state} />
      <input type="hidden" name="bekrafta" value="sparra" />
      <Panel id="h-hander" title="Det här händer när du spärrar">
        <Timeline
          moments={[
            {
              kind: 'next',
              icon: 'lock',
              what: <b>Text och bilder visas inte längre för någon</b>,
              detail: 'I kön, på sidan, i sök, i bevispaket och i anmälningar. Genast.',
            },
            {
              kind: 'next',
              icon: 'send',
              what: `${opened.platform?.name ?? 'Plattformen'} får order att ta bort ${what}`,
              detail:
                'Inget hämtas på nytt. Kan den inte ta bort får den order att dölja, eller så gör du det för hand.',
            },
            {
              kind: 'next',
              icon: 'seal',
              what: 'Uppgifterna förseglas',
              detail:
                'Vem som skrev, när, adressen och bildernas kontrollsummor. Inte texten och inte bilderna.',
            },
            {
              kind: 'next',
              icon: 'trash',
              what: keeps
                ? 'Kopior som vi redan har behålls, spärrade'
                : 'Kopior av bilder och filmer som vi redan har förstörs',
              detail: keeps
                ? `Godkänt av ${keeps.by} ${datedDay(keeps.at)}.`
                : 'Det kan inte ångras. Kontrollsummorna finns kvar.',
            },
            {
              kind: 'next',
              icon: 'police',
              what: 'Ett ärende utan dröjsmål: polisen ska underrättas',
              detail: 'Du ringer, och skriver in numret du får.',
            },
          ]}
        />
      </Panel>
      <p class="row">
        <Button kind="danger" icon="lock">
          Spärra {what}
        </Button>
        <LinkButton href={queueHref(address, opened.task.taskId)}>Avbryt</LinkButton>
      </p>
    </Form>
  )
}

/** The guidelines say different things; that is shown, and left to a lawyer. */
export const Disagreement = ({ keeps }: { keeps: boolean }) => (
  <Note tone="warn" icon="scale">
    <p>
      <b>Riktlinjerna säger olika, och en jurist behöver avgöra.</b>
    </p>
    <p class="mt2">
      Tre av kommunernas riktlinjer säger att innehållet ska sparas innan det tas bort. En av dem räknar upp
      barnpornografi och säger: sparas, polisanmäls, tas bort snabbt och registreras.
    </p>
    <p class="mt2">
      Barnpornografibrott står i brottsbalken 16&nbsp;kap.&nbsp;10&nbsp;a&nbsp;§, och en kopia hos oss kan
      själv vara ett brott. Därför behåller Uppsikt ingen kopia förrän en jurist har godkänt det.
    </p>
    <p class="mt2">
      Hos er:{' '}
      {keeps ? 'en jurist har godkänt att kopior behålls spärrade.' : 'ingen jurist har godkänt kopior.'}{' '}
      <a href="/installningar/riktlinje">Se riktlinjen</a>
    </p>
  </Note>
)
