import { countText, Empty, Panel, Table } from '../../../web/index.ts'
import type { Reach } from '../rights.ts'
import { permissionWords } from './permission-words.ts'

const where = ({ everywhere, departments, accounts }: Reach): string =>
  everywhere ? 'Hela kommunen' : [...departments, ...accounts].join(', ')

/** What may this person do, and where? */
export const PersonRights = ({ name, rights }: { name: string; rights: readonly Reach[] }) => (
  <Panel id="h-behorighet" title={`Vad ${name} får göra nu`}>
    {rights.length === 0 ? (
      <Empty kind="notBegun" title="Inget än" level={3}>
        <p>Ge en roll, eller utse personen till ansvarig för ett konto.</p>
      </Empty>
    ) : (
      <details>
        <summary>{countText(rights.length, 'sak', 'saker')}, med roller och egna konton ihopräknade</summary>
        <Table
          caption={`vad ${name} får göra, och var`}
          rows={rights}
          columns={[
            { key: 'what', title: 'Får', names: true, cell: (one) => permissionWords[one.permission][1] },
            { key: 'where', title: 'Var', cell: where },
          ]}
        />
      </details>
    )}
  </Panel>
)
