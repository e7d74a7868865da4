/** Every way in which the commands of a member come to a room, in the real runtime. */
import type { Command } from "../../../src/protocol/commands.ts";
import type { RoomEvent } from "../../../src/protocol/events.ts";
import type { CommandType } from "../../../src/protocol/traits.ts";
import { Guest } from "./guest.ts";
import {
  COMMAND_ORDER,
  JSON_HEADERS,
  NAME,
  postCommand,
  type Codes,
  type RuntimeScene,
} from "./permission-scene.ts";
import { SseClient } from "./sse-client.ts";
import { bearerAuth, fetchWorker, memberNames, waitUntil } from "./worker-requests.ts";

export interface Connected {
  /** Sends the commands in order. */
  attempt(commands: readonly Command[]): Promise<Codes>;
  leave(): Promise<void>;
}

export interface Transport {
  /** the commands that it can carry */
  readonly types: readonly CommandType[];
  open(scene: RuntimeScene, position?: string): Promise<Connected>;
}

const without = (...types: readonly CommandType[]) => COMMAND_ORDER.filter((type) => !types.includes(type));

export const RUNTIME_TRANSPORTS: Readonly<Record<string, Transport>> = {
  "a socket": { types: COMMAND_ORDER, open: openJsonSocket },
  "a stream and POST": { types: without("flow"), open: openStream },
  "polls and POST": { types: without("flow"), open: openPoll },
  // Without a connection there is none whose member `authenticate` could change.
  "POST alone": { types: without("flow", "authenticate"), open: openRequests },
  "requests of their own": {
    types: ["publish", "edit", "react", "typing", "configure", "delete", "restore", "clear", "revoke"],
    open: openOwnRequests,
  },
  "a form": { types: ["publish"], open: openForm },
  "a plain-text socket": { types: ["publish"], open: openTextSocket },
};

/** Resolves once the member is no longer in the room. */
function hasLeft({ room }: RuntimeScene): Promise<void> {
  return waitUntil(`${NAME} has left`, async () => !(await memberNames(room)).includes(NAME));
}

async function openJsonSocket(scene: RuntimeScene, position?: string): Promise<Connected> {
  const options = { token: scene.token, ...(position === undefined ? {} : { position }) };
  const guest = await Guest.join(scene.room, options);
  await guest.next("welcome");
  return {
    attempt: async (commands) => {
      const before = guest.events.length;
      const endOf = (index: number) => `end-${before}-${index}`;
      commands.forEach((command, index) => {
        guest.send(command);
        guest.send({ type: "history", id: endOf(index), limit: 1 });
      });
      const last = endOf(commands.length - 1);
      const isLast = (event: RoomEvent) => event.type === "page" && event.id === last;
      await waitUntil(
        "the last command is answered",
        () => guest.closed !== undefined || guest.events.some(isLast),
      );
      return codesBetween(guest.events.slice(before), commands, endOf);
    },
    leave: () => {
      guest.socket.close(1000, "bye");
      return hasLeft(scene);
    },
  };
}

/** Errors of commands that have no id are theirs between whose ends they came. */
function codesBetween(
  events: readonly RoomEvent[],
  commands: readonly Command[],
  endOf: (index: number) => string,
): Codes {
  const codes: (string | undefined)[] = commands.map(() => undefined);
  let current = 0;
  for (const event of events) {
    if (event.type === "page" && event.id === endOf(current)) current++;
    if (event.type === "error") codes[current] = event.code;
  }
  return codes;
}

async function openStream(scene: RuntimeScene, position?: string): Promise<Connected> {
  const at = position === undefined ? "" : `&position=${position}`;
  const stream = await SseClient.open(`/r/${scene.room}/events?session=s${at}`, bearerAuth(scene.token));
  await stream.nextOf("welcome");
  return {
    attempt: (commands) => postAll(scene, commands, "?session=s"),
    leave: async () => {
      await stream.cancel();
      await hasLeft(scene);
    },
  };
}

/** A poll's member stays in the room for a while after its answer. */
async function openPoll(scene: RuntimeScene, position = ""): Promise<Connected> {
  const path = `/r/${scene.room}/messages?after=${position}&welcome=1&session=p`;
  const answer = await fetchWorker(path, bearerAuth(scene.token));
  if (answer.status !== 200) throw new Error(await answer.text());
  await answer.text();
  return {
    attempt: (commands) => postAll(scene, commands, "?session=p"),
    leave: () => Promise.resolve(),
  };
}

function openRequests(scene: RuntimeScene): Promise<Connected> {
  return Promise.resolve({
    attempt: (commands) => postAll(scene, commands),
    leave: () => Promise.resolve(),
  });
}

async function postAll(
  { room, token }: RuntimeScene,
  commands: readonly Command[],
  query = "",
): Promise<Codes> {
  const codes: (string | undefined)[] = [];
  for (const command of commands) codes.push(...(await postCommand(room, token, command, query)));
  return codes;
}

function openOwnRequests(scene: RuntimeScene): Promise<Connected> {
  return Promise.resolve({
    attempt: async (commands) => {
      const codes: (string | undefined)[] = [];
      for (const command of commands) codes.push(await ownRequest(scene, command));
      return codes;
    },
    leave: () => Promise.resolve(),
  });
}

/** The request that is made for that command alone (SPEC HTTP-8). */
async function ownRequest(
  { room, token, seq }: RuntimeScene,
  { type }: Command,
): Promise<string | undefined> {
  const requests: Readonly<Partial<Record<CommandType, readonly [string, string, string?]>>> = {
    publish: ["POST", "/messages", "hi"],
    edit: ["PATCH", `/messages/${seq}`, "hello"],
    react: ["PUT", `/messages/${seq}/reactions/👍`],
    typing: ["POST", "/typing"],
    configure: ["PATCH", "/settings", '{"announcement":"tea"}'],
    delete: ["DELETE", `/messages/${seq}`],
    restore: ["POST", `/messages/${seq}/restore`],
    clear: ["POST", "/clear"],
    revoke: ["DELETE", "/me"],
  };
  const [method, path, body] = requests[type] ?? ["", ""];
  const headers = type === "configure" ? JSON_HEADERS : {};
  const answer = await fetchWorker(`/r/${room}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    ...bearerAuth(token, headers),
  });
  return codeOfAnswer(answer);
}

function openForm({ room, token }: RuntimeScene): Promise<Connected> {
  const post = async () => {
    const init = { method: "POST", body: new URLSearchParams({ text: "hi" }), ...bearerAuth(token) };
    return codeOfAnswer(await fetchWorker(`/r/${room}`, init));
  };
  return Promise.resolve({
    attempt: async (commands) => Promise.all(commands.map(post)),
    leave: () => Promise.resolve(),
  });
}

async function codeOfAnswer(answer: Response): Promise<string | undefined> {
  if (answer.status < 400) return undefined;
  return (await answer.json<{ code: string }>()).code;
}

/** What a plain-text client reads of a refusal; its own message comes back to it like everyone's. */
const REFUSALS: readonly (readonly [string, string])[] = [
  ["* You may not do this here.", "forbidden"],
  ["* Only members may write here.", "read_only"],
  ["* Only moderators may write here.", "read_only"],
];

async function openTextSocket(scene: RuntimeScene, position?: string): Promise<Connected> {
  const options = {
    token: scene.token,
    protocols: ["majlis.text"],
    ...(position === undefined ? {} : { position }),
  };
  const guest = await Guest.join(scene.room, options);
  await waitUntil("the room has answered", () => guest.frames.length > 0);
  return {
    attempt: async (commands) => {
      const codes: (string | undefined)[] = [];
      for (const [index] of commands.entries()) {
        const before = guest.frames.length;
        const text = `line ${before}-${index}`;
        guest.socket.send(text);
        const lines = () => guest.frames.slice(before).join("\n").split("\n");
        const refused = () => REFUSALS.find(([line]) => lines().includes(line));
        const isStored = () => lines().some((line) => line.endsWith(text));
        await waitUntil("the line is answered", () => isStored() || refused() !== undefined);
        codes.push(refused()?.[1]);
      }
      return codes;
    },
    leave: () => {
      guest.socket.close(1000, "bye");
      return hasLeft(scene);
    },
  };
}
