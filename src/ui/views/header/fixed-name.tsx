import type { JSX } from "preact";
import { VouchedMark } from "../kit/vouched-mark.tsx";
import { useRoom } from "../context.ts";

/** Your name, which a site vouches for: it is the site's, and only changes there (SPEC VOUCH-6). */
export function VouchedName(): JSX.Element {
  const { conversation, t } = useRoom();
  return (
    <p class="own-name" title={t("nameOfSite")}>
      <bdi>{conversation.self.value?.name}</bdi> <VouchedMark />
      <span class="visually-hidden">{t("nameOfSite")}</span>
    </p>
  );
}

/** Your name, while the room lets you change nothing: you are muted, or may only read (SPEC MOD-5, ID-8). */
export function UnchangeableName(): JSX.Element {
  return (
    <p class="own-name">
      <bdi>{useRoom().conversation.self.value?.name}</bdi>
    </p>
  );
}
