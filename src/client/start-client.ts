/** Creates a client of a room and starts it. */
import type { KeyValueStorage } from "./api.ts";
import { defaultEnvironment, type Environment } from "./environment.ts";
import type { GetToken } from "./client-identity.ts";
import type { BaseRoomClient, RoomClientOptions } from "./base-room-client.ts";
import { safeStorage } from "./safe-storage.ts";

export interface JoinOptions {
  /** the room's URL, such as `https://chat.example/r/tea` */
  readonly url: string | URL;
  /** the name of a new guest; ignored with a token, which has a name of its own */
  readonly name?: string;
  /**
   * supplies the application's token: called before each join, and a minute before a token of a site expires; without it you
   * are a guest, the same one at each visit
   */
  readonly getToken?: GetToken | undefined;
  /**
   * a key of the room, that of a link (SPEC OWN-7) or the owner key: you have its role from the first join, and so come into
   * a private room (SPEC PRIV-4). One that the room refuses is a `failure`, `forbidden` or `link_expired`; you then join
   * without it
   */
  readonly key?: string;
  /** where your token and unsent messages are stored; `localStorage` if absent, or memory if that is not available */
  readonly storage?: KeyValueStorage;
  /** replaces parts of the platform, for tests and unusual runtimes */
  readonly environment?: Partial<Environment>;
  /** closes the room when it aborts */
  readonly signal?: AbortSignal;
}

/**
 * Joins a room as `joinRoom` does, with a client of this class.
 * @throws TypeError if `url` is not a URL
 */
export function startClient<Client extends BaseRoomClient>(
  ClientClass: new (options: RoomClientOptions) => Client,
  { storage = safeStorage(), environment, signal, ...options }: JoinOptions,
): Client {
  const client = new ClientClass({
    ...options,
    storage,
    environment: { ...defaultEnvironment(), ...environment },
  });
  if (signal?.aborted === true) client.close();
  else signal?.addEventListener("abort", () => client.close(), { once: true });
  client.start();
  return client;
}
