/** Connects a framed room with the element around it (SPEC EMBED-8 to EMBED-10): loaded only there. */
import { effect } from "@preact/signals";
import { defaultEnvironment } from "../client/environment.ts";
import { renewTokens } from "../client/token-renewal.ts";
import { watchContentHeight } from "./browser/content-height.ts";
import type { HostConnection, OtherRequest } from "./browser/host-connection.ts";
import { applyHostAppearance } from "./browser/host-appearance.ts";
import { prefill } from "./browser/prefill.ts";
import { restoreDraft, switchLanguage } from "./browser/switch-language.ts";
import { usesTouchKeyboard } from "./browser/touch-input.ts";
import type { RoomReports } from "./conversation/room-reports.ts";
import { pageTitle } from "./conversation/room-title.ts";
import { hiddenMembersOf } from "./conversation/hidden-members.ts";
import { BRIDGE_VERSION } from "../protocol/frame-messages.ts";
import { frameHost, type FrameHost } from "./frame-host.ts";
import type { HostConfig } from "./models/host-message.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { RoomContext } from "./views/context.ts";

/** Does nothing where the page around this one is not the one that its address names. */
export async function startHostBridge(context: RoomContext): Promise<void> {
  const found = frameHost();
  if (found === undefined) return;
  restoreDraft(context);
  void followUser(context, found);
  const host = await found.connection;
  let { config } = host;
  const follow = (next: HostConfig): void => {
    config = next;
    applyHostAppearance(next);
    pageTitle.value = next.roomTitle;
    switchLanguage(context, next.language);
    showReadOnly(context, next.isReadOnly);
    reportHeight(next.wantsHeight);
  };
  const reportHeight = heightReporter(host);
  follow(config);
  host.listen((request) => obey(context, request, { follow, changeUser: () => changeUser(context, found) }));
  const reports = found.reportsOf(context.conversation.room);
  reportState(context, host, reports);
  host.send({ type: "ready", v: BRIDGE_VERSION });
  reports.listen((report) => {
    if (report.type === "error" || config.wantsMessages) host.send(report);
  });
}

interface Reactions {
  readonly follow: (config: HostConfig) => void;
  readonly changeUser: () => Promise<void>;
}

function obey(context: RoomContext, request: OtherRequest, { follow, changeUser }: Reactions): void {
  switch (request.type) {
    case "config":
      return follow(request.config);
    case "focus":
      return takeFocus(context);
    case "draft":
      return prefill(context, request.text);
    case "identity":
      return void changeUser();
    default:
      return exhaustive(request);
  }
}

async function followUser(context: RoomContext, found: FrameHost): Promise<void> {
  const { room } = context.conversation;
  renewTokens(room, found.getToken, defaultEnvironment());
  await found.connection;
  if (found.tokens.isGuestForNow) await changeUser(context, found);
}

/** Becomes the page's current user; a guest by joining again, as no command leaves a site's member. */
async function changeUser({ conversation: { room } }: RoomContext, { getToken }: FrameHost): Promise<void> {
  try {
    const token = await getToken();
    if (token !== undefined) await room.authenticate(token);
    else if (room.self?.vouched === true) location.reload();
  } catch {
    // The page gives no token, or the room is not in reach: the next join asks again.
  }
}

/** The page focuses the frame too: where the browser does that later, it leaves nothing focused in it. */
function takeFocus(context: RoomContext): void {
  focusField(context);
  const again = (): void => {
    if (document.activeElement === document.body) focusField(context);
  };
  addEventListener("focus", again, { once: true });
}

/** Not where the focus would bring up a keyboard, which covers the messages. */
function focusField({ focusComposer, isReadOnly }: RoomContext): void {
  if (isReadOnly.peek()) document.querySelector<HTMLElement>(".scroller")?.focus({ preventScroll: true });
  if (usesTouchKeyboard()) return;
  document.querySelector<HTMLElement>(".name-prompt input")?.focus({ preventScroll: true });
  focusComposer();
}

/** The attribute hides the composer before the rules of writing are loaded. */
function showReadOnly({ isReadOnly }: RoomContext, value: boolean): void {
  document.documentElement.toggleAttribute("data-read-only", value);
  isReadOnly.value = value;
}

/** Returns the function that begins to report the height of what the frame shows, or ends it. */
function heightReporter({ send }: HostConnection): (isWanted: boolean) => void {
  let stop: (() => void) | undefined;
  return (isWanted) => {
    if (!isWanted) {
      stop?.();
      stop = undefined;
    } else stop ??= watchContentHeight((height) => send({ type: "size", height }));
  };
}

/** Reports how the room is to the page around it: its connection, and what is unread. */
function reportState(context: RoomContext, { send }: HostConnection, { unseen }: RoomReports): void {
  const { room } = context.conversation;
  send({ type: "status", state: room.state.name });
  room.on("state", ({ to }) => send({ type: "status", state: to.name }));
  unseen.setHidden((member) => hiddenMembersOf(context).has(member));
  effect(() => send({ type: "unread", count: unseen.count.value }));
  reportEscape(context, () => send({ type: "close" }));
}

/** Before anything handles the key: afterwards, what it closes is closed. */
function reportEscape({ composing, panel, dialog }: RoomContext, onEscape: () => void): void {
  addEventListener(
    "keydown",
    ({ key, isComposing }) => {
      const isIdle =
        panel.value === undefined &&
        dialog.value === undefined &&
        composing.mode.value.name === "new" &&
        document.querySelector(":popover-open, dialog[open], [aria-expanded='true'][role='combobox']") ===
          null;
      if (key === "Escape" && !isComposing && isIdle) onEscape();
    },
    { capture: true },
  );
}
