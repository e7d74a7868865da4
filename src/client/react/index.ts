"use client";

/** The hooks for React, an entry of their own: `majlis/react`. */
export { useConnection } from "./use-connection.ts";
export { useMessages } from "./use-messages.ts";
export type { MessageList } from "./message-store.ts";
export { usePresence } from "./use-presence.ts";
export { useRoom } from "./use-room.ts";
export { useShared } from "./use-shared.ts";
export { useTyping } from "./use-typing.ts";
