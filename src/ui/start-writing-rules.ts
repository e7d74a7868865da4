/** The rules of the room for what the user writes: who may write, slow mode, links of guests, mutes. */
import { computed, effect } from "@preact/signals";
import type { ComponentType } from "preact";
import { isAtLeast, type Role } from "../protocol/roles.ts";
import { settingOf, WRITERS, type RoomSettings } from "../protocol/settings.ts";
import { OwnMute } from "./conversation/own-mute.ts";
import { SlowMode } from "./conversation/slow-mode.ts";
import type { WritingRules } from "./conversation/writing-rules.ts";
import { hasLink } from "./formatting-later.ts";
import { browserTimers as timers } from "./timers.ts";
import type { RoomContext } from "./views/context.ts";
import { UnchangeableName, VouchedName } from "./views/header/fixed-name.tsx";
import { closedView, ReadOnlyFrame, type WritingClosure } from "./views/composer/writing-closed.tsx";
import { linkHint, slowModeHint } from "./views/composer/writing-hint.tsx";

export function startWritingRules(context: RoomContext): void {
  const { conversation, composing, isReadOnly } = context;
  const { room, settings, self, timeline, notes } = conversation;
  const role = computed(() => self.value?.role);
  const mute = new OwnMute(timers);
  const slowMode = new SlowMode({
    room,
    timeline,
    timers,
    intervalMs: computed(() => slowModeMs(settings.value, role.value)),
  });
  mute.start(room, notes.peek());
  slowMode.start();
  const intervalSeconds = computed(() => settings.value.slowModeSeconds ?? 0);
  const SlowModeHint = slowModeHint(context, slowMode, intervalSeconds);
  const LinkHint = linkHint(context);

  const closure = computed(() => closureOf(settings.value, role.value, mute));
  const Closed = computed(() => {
    if (isReadOnly.value) return ReadOnlyFrame;
    const { value } = closure;
    return value === undefined ? undefined : closedView(value);
  });
  const FixedName = computed((): ComponentType | undefined => {
    if (self.value?.vouched === true) return VouchedName;
    const isFixed = isReadOnly.value || ["muted", "reader"].includes(closure.value?.name ?? "");
    return isFixed ? UnchangeableName : undefined;
  });
  const hasForbiddenLink = (text: string): boolean =>
    settings.value.guestLinks === false && role.value === "guest" && hasLink(text);
  const Hint = computed((): ComponentType | undefined => {
    if (hasForbiddenLink(composing.text.value)) return LinkHint;
    return slowModeMs(settings.value, role.value) > 0 ? SlowModeHint : undefined;
  });
  const onFailed: WritingRules["onFailed"] = (id, text, reason) => {
    const { code, until, retryAfterMs } = Object(reason) as {
      readonly code?: string;
      readonly until?: number;
      readonly retryAfterMs?: number;
    };
    if (code === "slow_mode") return slowMode.onRefused(retryAfterMs ?? intervalSeconds.peek() * 1_000);
    if (code === "muted") mute.set({ until });
    else if (code !== "read_only") return;
    // What was written is a draft again.
    room.discard(id);
    composing.takeText({ text });
  };

  effect(() => {
    // The name of a vouched member is the site's: there is none to ask for.
    if (self.value?.vouched === true) context.asksName.value = false;
  });
  effect(() => {
    composing.rules.value = {
      Closed: Closed.value,
      FixedName: FixedName.value,
      Hint: Hint.value,
      refuses: (text, mode) => hasForbiddenLink(text) || (mode.name !== "edit" && slowMode.waitMs.value > 0),
      onRefused: () => {
        if (slowMode.waitMs.peek() > 0) conversation.announcements.announce(context.t("slowModeWait"));
      },
      onFailed,
    };
  });
}

/** Moderators are never slowed. */
function slowModeMs(settings: RoomSettings, role: Role | undefined): number {
  const seconds = settingOf(settings, "slowModeSeconds");
  return role === undefined || isAtLeast(role, "moderator") ? 0 : seconds * 1_000;
}

/** Why the user may not write; undefined if they may, as far as the page knows. */
function closureOf(
  settings: RoomSettings,
  role: Role | undefined,
  mute: OwnMute,
): WritingClosure | undefined {
  const muted = mute.state.value;
  if (muted !== undefined) return { name: "muted", ...muted };
  if (role === undefined) return undefined;
  if (role === "reader") return { name: "reader" };
  const write = settingOf(settings, "write");
  return write === "everyone" || isAtLeast(role, WRITERS[write]) ? undefined : { name: write };
}
