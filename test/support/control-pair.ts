/** Two members who must be unaffected by what another client does in their room: Ana uses JSON, Bo plain text. */
import { expect } from "vitest";
import { eventually } from "./eventually.ts";
import { RawSocket } from "./raw-socket.ts";

let exchanges = 0;

export class ControlPair {
  private answeredFlows = 0;

  private constructor(
    private readonly ana: RawSocket,
    private readonly bo: RawSocket,
  ) {}

  static async join(port: number, room: string): Promise<ControlPair> {
    const path = `/r/${encodeURIComponent(room)}/socket`;
    const ana = await RawSocket.open({ port, path: `${path}?name=Ana`, protocols: ["majlis.v1"] });
    const bo = await RawSocket.open({ port, path: `${path}?name=Bo` });
    await eventually("Bo has joined", () => bo.texts.length > 0 && ana.texts.length > 1);
    return new ControlPair(ana, bo);
  }

  /** The lines that Bo has received. */
  get lines(): readonly string[] {
    // In a larger room a frame holds several lines; a continuation line of a message begins with two spaces.
    return this.bo.texts.flatMap((frame) => frame.split(/\n(?! {2})/));
  }

  /** Each sends a message and waits until the other has received it. */
  async exchange(): Promise<void> {
    this.answerFlows();
    const number = ++exchanges;
    this.ana.sendJson({ type: "publish", id: `ana-${number}`, text: `question ${number}` });
    await this.waitForText(this.bo, `Ana: question ${number}`);
    this.bo.sendText(`answer ${number}`);
    await this.waitForText(this.ana, `"text":"answer ${number}"`);
  }

  /**
   * Exchanges messages once more, and expects that both have received nothing but their own messages, presence, and
   * the texts in `others`.
   */
  async expectUnaffected({ others = [] }: { readonly others?: readonly string[] } = {}): Promise<void> {
    await this.exchange();
    const receivedByAna = this.ana.events
      .filter(({ type, text = "" }) => !["welcome", "page", "presence"].includes(type) && !isOwnMessage(text))
      .map((event) => (event.type === "message" ? event.text : event));
    const receivedByBo = this.lines
      .filter(
        (line) =>
          !/^\* (you are .*|.* joined|.* left|people come and go: .*)$/.test(line) &&
          !/^(Ana|Bo): /.test(line),
      )
      .map((line) => line.replace(/^[^:]*: /, "").replaceAll("\n  ", "\n"));
    expect({ receivedByAna, receivedByBo }).toEqual({ receivedByAna: others, receivedByBo: others });
    expect([this.ana.isClosed, this.bo.isClosed]).toEqual([false, false]);
  }

  /** Waits until both have received that a member left. */
  async waitForLeave(name: string): Promise<void> {
    await this.waitForText(this.bo, `* ${name} left`);
    await eventually(`Ana receives that ${name} left`, () =>
      this.ana.events.some(({ left = [] }) => left.some((member) => member.name === name)),
    );
  }

  leave(): void {
    this.ana.destroy();
    this.bo.destroy();
  }

  /** Acknowledges the room's flow requests as Ana. */
  private answerFlows(): void {
    const flows = this.ana.events.filter(({ type }) => type === "flow");
    for (const { id = "" } of flows.slice(this.answeredFlows))
      this.ana.sendJson({ type: "flow", id, position: "" });
    this.answeredFlows = flows.length;
  }

  private async waitForText(socket: RawSocket, part: string): Promise<void> {
    await eventually(`a frame has ${part}`, () => socket.texts.some((text) => text.includes(part)));
  }
}

function isOwnMessage(text: string): boolean {
  return /^(question|answer) \d+$/.test(text);
}
