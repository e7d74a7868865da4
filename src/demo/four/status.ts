/** What the game says: one of the sentences in the page, in each language, with the player's name in it. */
import type { Position, Side } from "./rules.ts";

export type Names = Readonly<Record<Side, string | undefined>>;

interface Shown {
  readonly position: Position;
  /** the visitor's */
  readonly side: Side | undefined;
  /** the visitor made the move that won */
  readonly hasWon: boolean;
  readonly names: Names;
  /** false while a replay is shown */
  readonly isLive: boolean;
  readonly isConnecting: boolean;
}

export function showStatus(page: Element, shown: Shown): void {
  const name = sentenceOf(shown);
  const { winner, turn } = shown.position;
  const about = winner ?? turn;
  for (const sentence of page.querySelectorAll<HTMLElement>("[data-says]")) {
    sentence.hidden = sentence.dataset["says"] !== name;
    for (const player of sentence.querySelectorAll("bdi"))
      player.textContent = (about && shown.names[about]) ?? "";
    for (const disc of sentence.querySelectorAll("i")) disc.className = about ?? "";
  }
}

function sentenceOf({
  position: { winner, turn },
  side,
  hasWon,
  names,
  isLive,
  isConnecting,
}: Shown): string {
  if (!isLive) return winner === undefined ? "replay" : "replay-won";
  if (isConnecting) return "connecting";
  if (winner !== undefined) return hasWon ? "own-won" : "won";
  if (turn === undefined) return "drawn";
  if (names.red === undefined || names.yellow === undefined) return "seats";
  return turn === side ? "own-turn" : "turn";
}
