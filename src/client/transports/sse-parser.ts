/** Takes a stream of server-sent events apart (HTML Living Standard, 9.2.6), in whatever pieces it comes. */

/** Far above the largest event of a room: a stream that never ends a line is no stream of ours. */
const MAX_PENDING_CHARS = 4 * 1024 * 1024;

/** A carriage return that comes last may be the first half of a line's end. */
const LINE_END = /\r\n|\n|\r(?!$)/u;

export class SseParser {
  #rest = "";
  #data: string[] = [];

  /**
   * The data of each event that this piece completes. Names and ids are passed over: the data says both.
   * @throws RangeError if an event grows past all bounds
   */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split(LINE_END);
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > MAX_PENDING_CHARS) throw new RangeError("This event does not end.");
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): string[] {
    if (line === "") return this.#dispatch();
    const data = /^data(?:: ?(.*))?$/su.exec(line);
    if (data !== null) this.#data.push(data[1] ?? "");
    return [];
  }

  #dispatch(): string[] {
    const data = this.#data.splice(0);
    return data.length === 0 ? [] : [data.join("\n")];
  }
}
