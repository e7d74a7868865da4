import type { JSX } from "preact";
import { Announcer } from "./announcer.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { Room, type RoomContext } from "./context.ts";
import { Header } from "./header.tsx";
import { lazyView } from "./lazy.tsx";
import { MessageArea } from "./message-area.tsx";
import { TypingLine } from "./typing-line.tsx";

/** The whole room. */
export function App({ context }: { readonly context: RoomContext }): JSX.Element {
  return (
    <Room.Provider value={context}>
      <Header />
      <ConnectionBar />
      <MessageArea />
      <TypingLine />
      <Foot context={context} />
      <Announcer />
    </Room.Provider>
  );
}

const ClosedRoom = lazyView(async () => (await import("./closed-room.tsx")).ClosedRoom);

/** Where one writes, as long as there is a room to write to. */
function Foot({ context }: { readonly context: RoomContext }): JSX.Element {
  const notice = context.conversation.connection.notice.value;
  return notice.name === "closed" ? <ClosedRoom notice={notice} /> : <Composer />;
}
