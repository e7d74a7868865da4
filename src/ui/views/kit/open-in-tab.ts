import { messageUrl } from "../../models/message-link.ts";
import type { RoomContext } from "../context.ts";
import { tabAddress } from "./tab-link.tsx";

/** Opens the room in a tab at message `seq`, as the link of a frame does without one. */
export function openInTab(room: RoomContext, seq: number): void {
  const { url, asks } = tabAddress(room);
  globalThis.open(messageUrl(url, seq), "_blank", asks ? "" : "noopener");
}
