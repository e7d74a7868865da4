/** The promises that `publish` returned, by message id, until the room stores or rejects the message. */
import type { Message } from "../protocol/events/message.ts";
import type { RoomError } from "./room-error.ts";

export class PublishPromises {
  readonly #promises = new Map<string, PromiseWithResolvers<Message>>();

  /** The promise for a new message. It may be ignored: the failure is in `pending` too. */
  add(id: string): Promise<Message> {
    const entry = Promise.withResolvers<Message>();
    entry.promise.catch(() => {});
    this.#promises.set(id, entry);
    return entry.promise;
  }

  has(id: string): boolean {
    return this.#promises.has(id);
  }

  resolve(id: string, message: Message): void {
    this.#take(id)?.resolve(message);
  }

  reject(id: string, error: RoomError): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: RoomError): void {
    for (const id of this.#promises.keys()) this.reject(id, error);
  }

  #take(id: string): PromiseWithResolvers<Message> | undefined {
    const entry = this.#promises.get(id);
    this.#promises.delete(id);
    return entry;
  }
}
