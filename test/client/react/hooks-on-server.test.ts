/** The hooks where there is no browser: React's server rendering. */
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import {
  useConnection,
  useMessages,
  usePresence,
  useRoom,
  useShared,
  useTyping,
} from "../../../src/client/react/index.ts";
import { FakeWorld, ROOM_URL } from "../../support/fake-world.ts";

test("a server renders an empty room, and joins none", () => {
  const { environment, sockets, networkListeners } = new FakeWorld();
  function Chat() {
    const room = useRoom({ url: ROOM_URL, environment });
    const { messages, pending, hasOlder } = useMessages(room);
    const { count } = usePresence(room);
    const values = {
      messages,
      pending,
      hasOlder,
      count,
      shared: useShared(room),
      typing: useTyping(room),
      state: useConnection(room),
    };
    return createElement("code", null, JSON.stringify({ ...values, isJoined: room !== undefined }));
  }
  const html = renderToString(createElement(Chat)).replaceAll("&quot;", '"');
  expect(JSON.parse(/<code>(.*)<\/code>/u.exec(html)?.[1] ?? "")).toEqual({
    messages: [],
    pending: [],
    hasOlder: false,
    count: 0,
    shared: [],
    typing: [],
    state: { name: "idle" },
    isJoined: false,
  });
  expect([sockets.length, networkListeners]).toEqual([0, 0]);
});
