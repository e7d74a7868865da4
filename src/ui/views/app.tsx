import type { JSX } from "preact";
import { AnnouncerRegion } from "./list/announcer.tsx";
import { Composer } from "./composer/composer.tsx";
import { ConnectionBar } from "./header/connection-bar.tsx";
import { RoomProvider, type RoomContext } from "./context.ts";
import { Header } from "./header/header.tsx";
import { lazyView } from "./kit/lazy-view.tsx";
import { MessageArea } from "./list/message-area.tsx";
import { TypingIndicator } from "./composer/typing-indicator.tsx";

/** The room page. */
export function App({ context }: { readonly context: RoomContext }): JSX.Element {
  return (
    <RoomProvider.Provider value={context}>
      <Header />
      <ConnectionBar />
      <main>
        <MessageArea />
        <TypingIndicator />
        <Footer context={context} />
      </main>
      <AnnouncerRegion />
      {context.page.view === "page" && <OtherRooms context={context} />}
    </RoomProvider.Provider>
  );
}

const SideColumn = lazyView(async () => (await import("./rooms/side-column.tsx")).SideColumn);
const RoomSwitcher = lazyView(async () => (await import("./rooms/room-switcher.tsx")).RoomSwitcher);

/** The ways to other rooms: a column on a wide screen, and a dialog on every screen. */
function OtherRooms({ context }: { readonly context: RoomContext }): JSX.Element {
  return (
    <>
      {context.isWide.value && (
        <aside class="side">
          <SideColumn />
        </aside>
      )}
      {context.switcher.value && <RoomSwitcher />}
    </>
  );
}

const ClosedRoom = lazyView(async () => (await import("./composer/closed-room.tsx")).ClosedRoom);

const NamePrompt = lazyView(async () => (await import("./composer/name-prompt.tsx")).NamePrompt);

/** The composer, the question for a name before the first message, or why the room is closed. */
function Footer({ context }: { readonly context: RoomContext }): JSX.Element {
  const { conversation, composing, asksName } = context;
  const notice = conversation.connection.notice.value;
  if (notice.name === "closed") return <ClosedRoom notice={notice} />;
  // Who has a draft, or replies, is already writing.
  const isWriting = composing.text.value !== "" || composing.mode.value.name !== "new";
  return asksName.value && !isWriting ? <NamePrompt /> : <Composer />;
}
