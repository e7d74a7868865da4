/** @jsxImportSource react */
/** An application on the hooks, which a test drives by `window.app`. */
import { Profiler, StrictMode, startTransition, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { RoomClient } from "../../../src/client/index.ts";
import {
  useConnection,
  useMessages,
  usePresence,
  useRoom,
  useTyping,
} from "../../../src/client/react/index.ts";

/** How long one row of the slow view takes to render, in ms: as long as a slice, after which React lets others work. */
const SLOW_ROW_MS = 5;
const SLOW_ROWS = 20;
/** The row during which the user sends a message. */
const SENDING_ROW = 10;

export interface HooksApp {
  /** renders the room at `url`; undefined for none */
  show(url: string | undefined): void;
  /** renders the slow view, as a transition, which React interrupts */
  showSlowly(): void;
  room: RoomClient | undefined;
  /** the numbers of messages that the rows of the slow view showed, for each commit: more than one is a torn view */
  readonly commits: number[][];
}

let setUrl: (url: string | undefined) => void = () => {};
let setSlow: (isSlow: boolean) => void = () => {};
const commits: number[][] = [];

const app: HooksApp = {
  show: (url) => setUrl(url),
  showSlowly: () => startTransition(() => setSlow(true)),
  room: undefined,
  commits,
};
Object.assign(window, { app });

function App() {
  const [url, set] = useState<string>();
  setUrl = set;
  return url === undefined ? <p>none</p> : <Room url={url} />;
}

function Room({ url }: { readonly url: string }) {
  const room = useRoom({ url, name: "Ana" });
  const [isSlow, set] = useState(false);
  setSlow = set;
  app.room = room;
  return (
    <>
      <Summary room={room} />
      {isSlow && <SlowView room={room} />}
    </>
  );
}

function Summary({ room }: { readonly room: RoomClient | undefined }) {
  const { messages, pending } = useMessages(room);
  const { count } = usePresence(room);
  const typing = useTyping(room);
  const { name } = useConnection(room);
  return (
    <>
      <output id="state">{`${name}, ${count} here, ${pending.length} pending, typing: ${typing.join(", ")}`}</output>
      <ol>
        {messages.map(({ seq, text, reactions = [] }) => (
          <li key={seq}>
            {`${text} ${reactions.map(({ emoji, count }) => emoji + count).join(" ")}`.trim()}
          </li>
        ))}
      </ol>
    </>
  );
}

function SlowView({ room }: { readonly room: RoomClient | undefined }): ReactNode {
  const onCommit = (): void => {
    const shown = [...document.querySelectorAll(".slow")].map(({ textContent }) => Number(textContent));
    commits.push([...new Set(shown)]);
  };
  return (
    <Profiler id="slow" onRender={onCommit}>
      {Array.from({ length: SLOW_ROWS }, (_, index) => (
        <SlowRow key={index} index={index} room={room} />
      ))}
    </Profiler>
  );
}

let isSent = false;

function SlowRow({ index, room }: { readonly index: number; readonly room: RoomClient | undefined }) {
  const { messages, pending } = useMessages(room);
  const end = performance.now() + SLOW_ROW_MS;
  while (performance.now() < end);
  if (index === SENDING_ROW && !isSent) {
    isSent = true;
    // Between this slice and the next.
    queueMicrotask(() => room?.publish("in between"));
  }
  return <i className="slow">{messages.length + pending.length}</i>;
}

createRoot(document.querySelector("main") as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
