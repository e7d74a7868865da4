/** The door of the SDK. */
import type { KeyValueStorage } from "./api.ts";
import { defaultEnvironment, type Environment } from "./environment.ts";
import type { GetToken } from "./client-identity.ts";
import { RoomClient } from "./room-client.ts";
import { safeStorage } from "./safe-storage.ts";

export interface JoinOptions {
  /** the room's URL, such as `https://chat.example/r/tea` */
  readonly url: string | URL;
  /** what to be called; without a token only, for a token has a name of its own */
  readonly name?: string;
  /** a token from the application, asked for before each join; without it you are a guest who is known again */
  readonly getToken?: GetToken;
  /** where your token and unsent messages are kept; `localStorage` if absent */
  readonly storage?: KeyValueStorage;
  /** parts of the platform to replace */
  readonly environment?: Partial<Environment>;
  /** closes the room when it aborts */
  readonly signal?: AbortSignal;
}

/**
 * Joins a room, and stays joined until `close()`.
 * @throws TypeError if `url` is not a URL
 */
export function joinRoom({ url, name, getToken, storage, environment, signal }: JoinOptions): RoomClient {
  const client = new RoomClient({
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
