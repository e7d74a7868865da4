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
  /** supplies the application's token, called before each join; without it you are a guest, the same one at each visit */
  readonly getToken?: GetToken;
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
  { url, name, getToken, storage, environment, signal }: JoinOptions,
): Client {
  const client = new ClientClass({
    url,
    name,
    getToken,
    storage: storage ?? safeStorage(),
    environment: { ...defaultEnvironment(), ...environment },
  });
  if (signal?.aborted === true) client.close();
  else signal?.addEventListener("abort", () => client.close(), { once: true });
  client.start();
  return client;
}
