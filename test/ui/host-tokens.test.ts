/** A framed room asks the page around it who the visitor is (SPEC EMBED-12). */
import { expect, test } from "vitest";
import type { HostConnection, TokenAnswer } from "../../src/ui/browser/host-connection.ts";
import { HostTokens } from "../../src/ui/browser/host-tokens.ts";
import type { FrameMessage } from "../../src/protocol/frame-messages.ts";
import { FakeTimers } from "./support/sample.ts";

/** A page that connects at once, and answers when the test says so. */
function connectedPage() {
  const sent: FrameMessage[] = [];
  let answer = (_answer: TokenAnswer): void => undefined;
  const connection: HostConnection = {
    config: {
      theme: "auto",
      language: undefined,
      direction: undefined,
      accent: undefined,
      wantsMessages: false,
      roomTitle: undefined,
      isReadOnly: false,
      wantsHeight: false,
    },
    send: (message) => void sent.push(message),
    onToken: (listener) => (answer = listener),
    listen: () => undefined,
  };
  const reply = (id: number, token: string | null | undefined) => answer({ type: "token", id, token });
  return { sent, connection, reply };
}

test("[EMBED-12] each question has its own answer, in any order", async () => {
  const { sent, connection, reply } = connectedPage();
  const tokens = new HostTokens(Promise.resolve(connection), new FakeTimers());
  const asked = [tokens.request(), tokens.request()];
  await expect
    .poll(() => sent)
    .toEqual([
      { type: "token", id: 1 },
      { type: "token", id: 2 },
    ]);
  reply(2, null);
  reply(1, "jwt");
  // Answers that were not asked for, or come twice.
  reply(1, "other");
  reply(7, "other");
  expect(await Promise.all(asked)).toEqual(["jwt", undefined]);
  expect(tokens.isGuestForNow).toBe(false);
});

test("[EMBED-12] where the page could not get a token, the question fails and is asked again later", async () => {
  const { sent, connection, reply } = connectedPage();
  const tokens = new HostTokens(Promise.resolve(connection), new FakeTimers());
  const asked = tokens.request();
  await expect.poll(() => sent).toHaveLength(1);
  reply(1, undefined);
  await expect(asked).rejects.toMatchObject({ code: "token_unavailable" });
});

test("[EMBED-12] a page that does not answer the hello has a guest, until it does", async () => {
  const { connection, reply, sent } = connectedPage();
  const timers = new FakeTimers();
  const late = Promise.withResolvers<HostConnection>();
  const tokens = new HostTokens(late.promise, timers);
  const first = tokens.request();
  timers.advance(5_000);
  expect(await first).toBeUndefined();
  expect(tokens.isGuestForNow).toBe(true);
  late.resolve(connection);
  await late.promise;
  const second = tokens.request();
  await expect.poll(() => sent).toHaveLength(1);
  reply(1, "jwt");
  expect(await second).toBe("jwt");
  expect(tokens.isGuestForNow).toBe(false);
});
