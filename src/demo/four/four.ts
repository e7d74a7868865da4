/**
 * Connect Four on the room's shared state alone: a seat is an ephemeral key, which goes with its player; the board is a kept
 * key, changed by compare-and-set, so that of two moves at once one counts; and the match can be replayed from the history.
 */
import { RoomError, type RoomClient } from "../../client/index.ts";
import { joinPageRoom } from "../join-page-room.ts";
import { BoardView } from "./board-view.ts";
import { BOARD_KEY, SEAT_KEYS } from "./keys.ts";
import { Replay } from "./replay.ts";
import {
  drop,
  positionOf,
  readBoard,
  rematch,
  SIDES,
  type Board,
  type Position,
  type Side,
} from "./rules.ts";
import { showStatus, type Names } from "./status.ts";

export class Four {
  private readonly view: BoardView;
  private readonly replay: Replay;

  private constructor(
    private readonly page: HTMLElement,
    private readonly room: RoomClient,
  ) {
    this.view = new BoardView(find(page, ".four-board"), (column) => void this.move(column));
    this.replay = new Replay(find(page, ".replay"), room, () => this.show());
    for (const side of SIDES) {
      const seat = find(page, `[data-seat="${side}"] button`);
      seat.addEventListener("click", () => void this.take(side));
    }
    find(page, ".rematch").addEventListener("click", () => void this.begin());
    room.shared.onChange(() => this.show());
    room.on("self", () => this.show());
    room.on("failure", ({ message }) => this.fail(message));
    room.on("state", ({ to }) => {
      if (to.name === "online") page.dataset["ready"] = "";
      if (to.name === "online") this.fail("");
      if (to.name === "closed") this.fail(to.reason);
      this.show();
    });
  }

  static open(page: HTMLElement): void {
    const room = joinPageRoom(page);
    new Four(page, room).show();
  }

  private get board(): Board {
    return readBoard(this.room.shared.get(BOARD_KEY));
  }

  private get isOnline(): boolean {
    return this.room.state.name === "online";
  }

  /** False before the visitor has joined. */
  private isSelf(member: string | undefined): boolean {
    return member !== undefined && member === this.room.self?.id;
  }

  /** The side of the visitor; undefined for a spectator. */
  private get side(): Side | undefined {
    return SIDES.find((side) => this.isSelf(this.room.shared.entry(SEAT_KEYS[side])?.from.id));
  }

  /** Sits down, or stands up again. */
  private take(side: Side): Promise<void> {
    const { shared, self } = this.room;
    const seat = shared.entry(SEAT_KEYS[side]);
    return this.attempt(async () => {
      if (seat === undefined && this.side === undefined)
        await shared.set(SEAT_KEYS[side], self?.name ?? "", { ifVersion: 0 });
      else if (seat !== undefined && this.side === side)
        await shared.delete(SEAT_KEYS[side], { ifVersion: seat.version });
    });
  }

  private move(column: number): Promise<void> {
    const { side } = this;
    if (side === undefined) return Promise.resolve();
    return this.change((board) => drop(board, column, side));
  }

  private begin(): Promise<void> {
    return this.side === undefined
      ? Promise.resolve()
      : this.change((board) => rematch(board, this.isAbandoned));
  }

  /** True if a seat is free. */
  private get isAbandoned(): boolean {
    return SIDES.some((side) => this.room.shared.entry(SEAT_KEYS[side]) === undefined);
  }

  private change(next: (board: Board) => Board | undefined): Promise<void> {
    return this.attempt(async () => {
      await this.room.shared.update(BOARD_KEY, (value) => next(readBoard(value)));
    });
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    this.fail("");
    try {
      await act();
    } catch (problem) {
      // Another was faster: the page shows that already.
      if (problem instanceof RoomError && problem.code === "version_mismatch") return;
      this.fail(problem instanceof Error ? problem.message : String(problem));
    }
  }

  private fail(message: string): void {
    find(this.page, ".error").textContent = message;
  }

  private show(): void {
    const shown = this.replay.board ?? this.board;
    const position = positionOf(shown);
    const { side } = this;
    const isLive = this.replay.board === undefined;
    const mayAct = isLive && side !== undefined && this.isOnline;
    this.view.show(position, mayAct && position.turn === side);
    const names = { red: this.nameOf("red"), yellow: this.nameOf("yellow") };
    for (const each of SIDES) this.showSeat(each, names[each]);
    this.showStatus(position, names, isLive);
    this.offerMatch(mayAct && rematch(shown, this.isAbandoned) !== undefined, position);
    this.replay.offer(this.isOnline && (this.board.moves.length > 0 || this.board.match > 1));
  }

  /** The player of the last move has won, also where another one has taken that seat since. */
  private showStatus(position: Position, names: Names, isLive: boolean): void {
    const last = this.room.shared.entry(BOARD_KEY)?.from;
    const { winner } = position;
    showStatus(this.page, {
      position,
      side: this.side,
      hasWon: winner !== undefined && this.isSelf(last?.id),
      names: winner === undefined ? names : { ...names, [winner]: last?.name },
      isLive,
      isConnecting: !this.isOnline && this.room.state.name !== "closed",
    });
  }

  private offerMatch(isOffered: boolean, { turn }: Position): void {
    const button = find(this.page, ".rematch");
    button.hidden = !isOffered;
    button.dataset["state"] = turn === undefined ? "over" : "abandoned";
  }

  private nameOf(side: Side): string | undefined {
    return this.room.shared.entry(SEAT_KEYS[side])?.from.name;
  }

  private showSeat(side: Side, name: string | undefined): void {
    const seat = find(this.page, `[data-seat="${side}"]`);
    find(seat, "bdi").textContent = name ?? "";
    const state = name === undefined ? "free" : this.side === side ? "own" : "taken";
    seat.dataset["state"] = state;
    const isOffered = state === "own" || (state === "free" && this.side === undefined);
    find<HTMLButtonElement>(seat, "button").disabled = !isOffered || !this.isOnline;
  }
}

function find<Found extends Element = HTMLElement>(within: Element, selector: string): Found {
  const found = within.querySelector<Found>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
