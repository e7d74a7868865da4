import type { JSX } from "preact";
import { lazyView } from "../kit/lazy-view.tsx";

const GapText = lazyView(async () => (await import("./gap-text.tsx")).GapText);

/** In the place of messages that were skipped because they came too fast. */
export function GapSeparator({ count }: { readonly count: number }): JSX.Element {
  return (
    <li class="separator">
      <GapText count={count} />
    </li>
  );
}
