import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** Beside the name of a member for whom a site vouches (SPEC VOUCH-1). No name can have it. */
export function VouchedMark(): JSX.Element {
  const { t } = useRoom();
  return (
    <span class="vouched" role="img" title={t("vouched")}>
      ✓
    </span>
  );
}
