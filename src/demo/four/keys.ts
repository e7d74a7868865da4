/** The keys of the room's shared state that the game has. */
import type { Side } from "./rules.ts";

export const BOARD_KEY = "board";

/** Ephemeral: a seat is free once its player has gone. */
export const SEAT_KEYS: Readonly<Record<Side, string>> = { red: "~red", yellow: "~yellow" };
