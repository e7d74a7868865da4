/** The rules of Connect Four: seven columns, six rows, four in a row win. Pure. */

export const COLUMNS = 7;
export const ROWS = 6;
const IN_A_ROW = 4;
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

export type Side = "red" | "yellow";
export const SIDES: readonly Side[] = ["red", "yellow"];

/** What the key of the board holds: the number of the match, and the column of each move. */
export interface Board {
  readonly match: number;
  readonly moves: readonly number[];
}

export const FIRST_MATCH: Board = { match: 1, moves: [] };

export interface Cell {
  readonly column: number;
  /** from the bottom */
  readonly row: number;
}

export interface Position {
  /** by column, from the bottom up */
  readonly columns: readonly (readonly Side[])[];
  /** whose turn it is; undefined once the match is over */
  readonly turn: Side | undefined;
  readonly winner: Side | undefined;
  /** the four that won */
  readonly line: readonly Cell[];
}

/** The board that another member may have set to anything. */
export function readBoard(value: unknown): Board {
  if (typeof value !== "object" || value === null || !("match" in value) || !("moves" in value))
    return FIRST_MATCH;
  const { match, moves } = value;
  const isWhole = Number.isSafeInteger(match) && Array.isArray(moves) && moves.length <= COLUMNS * ROWS;
  return isWhole && areMoves(moves) ? { match: Number(match), moves } : FIRST_MATCH;
}

/** The position after the moves. Who begins alternates from match to match. */
export function positionOf({ match, moves }: Board): Position {
  const columns: Side[][] = Array.from({ length: COLUMNS }, () => []);
  let line: readonly Cell[] = [];
  for (const [index, column] of moves.entries()) {
    const side = sideOf(match + index);
    columns[column]?.push(side);
    line = lineThrough(columns, { column, row: (columns[column]?.length ?? 0) - 1 });
  }
  const winner = line.length === 0 ? undefined : sideOf(match + moves.length - 1);
  const isOver = winner !== undefined || moves.length === COLUMNS * ROWS;
  return { columns, winner, line, turn: isOver ? undefined : sideOf(match + moves.length) };
}

/** The board after `side` drops into a column; undefined if that is no move. */
export function drop(board: Board, column: number, side: Side): Board | undefined {
  const { turn, columns } = positionOf(board);
  const height = columns[column]?.length ?? ROWS;
  return turn === side && height < ROWS ? { ...board, moves: [...board.moves, column] } : undefined;
}

/**
 * The next match; undefined while this one goes on: it is neither over, nor is it begun and `isAbandoned`, as a player has
 * left.
 */
export function rematch(board: Board, isAbandoned: boolean): Board | undefined {
  const isOver = positionOf(board).turn === undefined;
  const mayBegin = isOver || (isAbandoned && board.moves.length > 0);
  return mayBegin ? { match: board.match + 1, moves: [] } : undefined;
}

function areMoves(moves: readonly unknown[]): moves is readonly number[] {
  const heights = Array.from({ length: COLUMNS }, () => 0);
  return moves.every((column) => {
    const height = typeof column === "number" ? heights[column] : undefined;
    if (height === undefined || height >= ROWS) return false;
    heights[Number(column)] = height + 1;
    return true;
  });
}

function sideOf(number: number): Side {
  return number % 2 === 1 ? "red" : "yellow";
}

function lineThrough(columns: readonly (readonly Side[])[], cell: Cell): readonly Cell[] {
  const sideAt = ({ column, row }: Cell) => columns[column]?.[row];
  for (const [x, y] of DIRECTIONS) {
    const line = [cell];
    for (const sign of [1, -1]) {
      const step = (distance: number): Cell => ({
        column: cell.column + sign * distance * x,
        row: cell.row + sign * distance * y,
      });
      for (let distance = 1; sideAt(step(distance)) === sideAt(cell); distance++) line.push(step(distance));
    }
    if (line.length >= IN_A_ROW) return line;
  }
  return [];
}
