import type { JSX } from "preact";
import { AnnouncerRegion } from "./list/announcer.tsx";
import { Composer } from "./composer/composer.tsx";
import { ConnectionBar } from "./header/connection-bar.tsx";
import type { RoomContext } from "./context.ts";
import { Header } from "./header/header.tsx";
import { lazyPanel, lazyView } from "./kit/lazy-view.tsx";
import { MessageArea } from "./list/message-area.tsx";
import { TypingIndicator } from "./composer/typing-indicator.tsx";

const Announcement = lazyView(async () => (await import("./header/announcement.tsx")).Announcement);

/** The room page. */
export function App({ context }: { readonly context: RoomContext }): JSX.Element {
  const { announcement } = context.conversation.settings.value;
  return (
    <>
      <Header />
      <div class="bars">
        <ConnectionBar />
        {announcement !== undefined && <Announcement key={announcement} text={announcement} />}
      </div>
      <main>
        <MessageArea />
        <TypingIndicator />
        <Footer context={context} />
      </main>
      <AnnouncerRegion />
      {context.page.view === "page" && context.isWide.value && (
        <aside class="side">
          <SideColumn />
        </aside>
      )}
      {context.dialog.value !== undefined && <PageDialog dialog={context.dialog.value} />}
    </>
  );
}

const SideColumn = lazyView(async () => (await import("./rooms/side-column.tsx")).SideColumn);
const PageDialog = lazyPanel(async () => (await import("./rooms/page-dialog.tsx")).PageDialog);

const ClosedRoom = lazyPanel(async () => (await import("./closed/closed-room.tsx")).ClosedRoom);

const NamePrompt = lazyView(async () => (await import("./composer/name-prompt.tsx")).NamePrompt);

/** The composer, the question for a name before the first message, or why the user cannot write. */
function Footer({ context }: { readonly context: RoomContext }): JSX.Element {
  const { conversation, composing, asksName } = context;
  const notice = conversation.connection.notice.value;
  if (notice.name === "closed") return <ClosedRoom notice={notice} />;
  const { Closed } = composing.rules.value;
  if (Closed !== undefined) return <Closed />;
  // With a draft, or a reply, the user is already writing.
  const isWriting = composing.text.value !== "" || composing.mode.value.name !== "new";
  return asksName.value && !isWriting ? <NamePrompt /> : <Composer />;
}
