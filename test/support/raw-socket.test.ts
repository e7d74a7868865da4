/** The client of the tests that speak to the runtime on a TCP socket. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { encodeFrame, OPCODES, RawSocket } from "./raw-socket.ts";

const unmasked = (text: string) => encodeFrame(OPCODES.text, Buffer.from(text), { isMasked: false });

/** Answers each handshake with two frames in the same packet, as a room sends `flow` behind a large `welcome`. */
async function startServer() {
  const server = createServer((tcp: Socket) => {
    tcp.once("data", () =>
      tcp.write(Buffer.concat([Buffer.from("HTTP/1.1 101\r\n\r\n"), unmasked("welcome"), unmasked("flow")])),
    );
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return { port, peer: once(server, "connection") as Promise<[Socket]> };
}

test("a listener gets the frames that came with the handshake, and those behind them, each once", async () => {
  const { port, peer } = await startServer();
  const socket = await RawSocket.open({ port, path: "/" });
  const heard: string[] = [];
  socket.listen((text) => heard.push(text));
  expect(heard).toEqual(["welcome", "flow"]);
  const [tcp] = await peer;
  tcp.write(unmasked("message"));
  await expect.poll(() => heard).toEqual(["welcome", "flow", "message"]);
  expect(socket.texts).toEqual([]);
  socket.destroy();
});
