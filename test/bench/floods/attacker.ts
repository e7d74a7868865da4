/**
 * The process of the attackers: `attacker.ts '{"attack":…,"port":…,"path":…,"connections":…,"address":…}'`. Sends until
 * it is killed, and prints once a second how many connections and frames it has made.
 */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setPriority } from "node:os";
import { ATTACKS, type Attack } from "./attacks.ts";
import { parseAttackerJob, type AttackerJob } from "./job.ts";

/** Below the talkers: what is measured is the server, not who gets the core that both share. */
const LOW_PRIORITY = 10;
const REPORT_INTERVAL_MS = 1_000;
/** A refused attacker tries again at once, but not in a busy loop. */
const RECONNECT_MS = 5;

const job = parseAttackerJob(process.argv[2]);
const counts = { connections: 0, writes: 0 };
setPriority(LOW_PRIORITY);
setInterval(() => process.stdout.write(`${JSON.stringify(counts)}\n`), REPORT_INTERVAL_MS);
const attack = attackOf(job);
for (let index = 0; index < job.connections; index++) run(attack);

function attackOf({ attack: name }: AttackerJob): Attack {
  const found = ATTACKS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`unknown attack ${name}`);
  return found;
}

/** One connection after another. */
function run(current: Attack): void {
  counts.connections += 1;
  const socket = connect({ port: job.port, host: "127.0.0.1", noDelay: true });
  let isClosing = false;
  socket.on("error", () => undefined);
  socket.on("close", () => setTimeout(() => run(current), RECONNECT_MS));
  socket.on("connect", () => socket.write(upgradeRequest(current)));
  socket.once("data", () => {
    if (current.isHandshake === true) socket.destroy();
    else send(current, socket, () => isClosing);
  });
  socket.on("data", (chunk: Buffer) => {
    // A close frame of the server: 0x88 with a short payload. What else looks like it costs this attacker a connection.
    isClosing ||= current.ignoresClose !== true && chunk.includes(Buffer.from([0x88]));
  });
}

function send(current: Attack, socket: Socket, isClosing: () => boolean, round = 0): void {
  if (socket.destroyed || socket.writableEnded) return;
  if (isClosing()) {
    socket.destroy();
    return;
  }
  counts.writes += 1;
  const next = () => send(current, socket, isClosing, round + 1);
  if (socket.write(current.write(round))) setImmediate(next);
  else socket.once("drain", next);
}

function upgradeRequest({ headers = {} }: Attack): string {
  const lines = [
    `GET ${job.path}?name=Mallory HTTP/1.1`,
    `Host: 127.0.0.1:${job.port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: majlis.v1",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    `CF-Connecting-IP: ${job.address}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}
