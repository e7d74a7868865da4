import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { clientFrame, TEXT } from "./client-frame.ts";
import type { SubjectProtocol } from "./job.ts";
import { Member } from "./member.ts";
import { textOf } from "./message-text.ts";

const UPGRADE = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

let server: Server;
let socket: Socket;
/** all bytes that the member has sent after its upgrade */
let sent: Buffer;

beforeEach(async () => {
  sent = Buffer.alloc(0);
  server = createServer((accepted) => {
    socket = accepted;
    accepted.once("data", () => {
      accepted.write(UPGRADE);
      accepted.on("data", (bytes) => {
        sent = Buffer.concat([sent, bytes]);
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  socket.destroy();
  server.close();
  await once(server, "close");
});

/** A member that connects to the server, and the texts that it has received. */
function connect(protocol: SubjectProtocol) {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const texts: string[] = [];
  const listener = {
    onText: (_: number, bytes: Buffer, start: number, end: number) => {
      texts.push(bytes.toString("utf8", start, end));
    },
    onBytes: () => {},
    onClosed: () => {},
  };
  return { member: new Member(0, { port: address.port, path: "/", protocol }, listener), texts };
}

function sendToMember(text: string): void {
  socket.write(Buffer.concat([Buffer.from([0x80 | TEXT, text.length]), Buffer.from(text)]));
}

async function receivedFromMember(text: string | Buffer): Promise<void> {
  const frame = clientFrame(Buffer.from(text));
  await eventually(`the member sends ${text.toString()}`, () => sent.includes(frame));
}

test("a member of Socket.IO has joined once the server accepts its packet, and answers pings", async () => {
  const { member, texts } = connect("socket.io");
  let hasJoined = false;
  const joined = member.whenOpen().then(() => (hasJoined = true));
  await receivedFromMember("40");
  sendToMember('0{"sid":"x"}');
  sendToMember("2");
  await receivedFromMember("3");
  expect(hasJoined).toBe(false);
  sendToMember('40{"sid":"y"}');
  await joined;
  expect(texts).toEqual(['0{"sid":"x"}', '40{"sid":"y"}']);
  member.publish(textOf(7, "ascii"));
  await receivedFromMember(`42["message","${textOf(7, "ascii")}"]`);
});

test("a member of a server of plain texts has joined at the upgrade, and a digit is a text as any other", async () => {
  const { member, texts } = connect("text");
  await member.whenOpen();
  sendToMember("2");
  await expect.poll(() => texts).toEqual(["2"]);
});
