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
      <MessageArea />
      <TypingIndicator />
      <Footer context={context} />
      <AnnouncerRegion />
    </RoomProvider.Provider>
  );
}

const ClosedRoom = lazyView(async () => (await import("./composer/closed-room.tsx")).ClosedRoom);

/** The composer, or why the room is closed. */
function Footer({ context }: { readonly context: RoomContext }): JSX.Element {
  const notice = context.conversation.connection.notice.value;
  return notice.name === "closed" ? <ClosedRoom notice={notice} /> : <Composer />;
}
