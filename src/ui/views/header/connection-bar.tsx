import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { lazyView } from "../kit/lazy-view.tsx";

/** Loaded beside the page's first script: long before a connection is missed. */
const ConnectionText = lazyView(async () => (await import("../../live-features.ts")).ConnectionText);

/** Shown when the connection has been lost for some seconds, and above messages of an earlier visit. */
export function ConnectionBar(): JSX.Element {
  const { connection, keptNotice } = useRoom().conversation;
  const { name } = connection.notice.value;
  const isShown = keptNotice.value !== undefined || (name !== "none" && name !== "closed");
  return (
    <div class="connection" data-notice={name}>
      {isShown && <ConnectionText />}
    </div>
  );
}
