import { Empty, Head, LinkButton, Tasks, When } from '../../../web/index.ts'
import type { Room } from '../types.ts'
import { roomHref } from './words.ts'

/** The rooms that one is in. */
export const RoomsScreen = ({ rooms, mayOpen }: { rooms: readonly Room[]; mayOpen: boolean }) => (
  <>
    <Head
      title="Dina stängda rum"
      sub="Stöd till den som möter hat eller hot i arbetet. Ett rum syns bara för dem som är med i det."
    >
      {mayOpen && (
        <LinkButton kind="primary" icon="lock" href="/personalskydd/ny" dialog>
          Öppna ett stängt rum
        </LinkButton>
      )}
    </Head>
    {rooms.length === 0 ? (
      <Empty kind="notBegun" title="Du är inte med i något stängt rum">
        <p>Är du utsatt för hat eller hot: berätta för din chef, som kan öppna ett rum för dig.</p>
      </Empty>
    ) : (
      <Tasks
        tasks={rooms.map((room) => ({
          href: roomHref(room.roomId),
          title: `Stöd till ${room.about}`,
          detail: (
            <>
              Öppnat <When at={room.openedAt} />
            </>
          ),
          tone: 'seal',
          icon: 'lock',
          due: room.closedAt ? 'Stängt' : 'Öppet',
        }))}
      />
    )}
    <p class="meta mt4">Akut fara: ring 112.</p>
  </>
)
