/** What the requests of one link have in common: whose they are, and that they end when it does (SPEC READ-1, READ-2). */
import type { Self } from "../../protocol/member.ts";
import type { Environment } from "../environment.ts";
import type { LinkOptions } from "../link.ts";

export interface HttpRequest {
  /** below the room's URL */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** ends this request alone */
  readonly signal?: AbortSignal;
}

export interface HttpResult {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
}

type HttpSessionOptions = Pick<LinkOptions, "environment" | "room" | "credentials">;

export class HttpSession {
  readonly #environment: Environment;
  readonly #room: URL;
  readonly #id: string;
  readonly #name: string;
  readonly #abortController = new AbortController();
  #token: string | undefined;
  #member: string | undefined;

  constructor({ environment, room, credentials }: HttpSessionOptions) {
    this.#environment = environment;
    this.#room = room;
    this.#id = environment.randomId();
    this.#token = credentials.token;
    this.#name = credentials.name ?? "";
  }

  /** The room told who this is, with the newest token. True if it is somebody else than before. */
  setSelf(self: Self): boolean {
    const isOtherMember = this.#member !== undefined && this.#member !== self.id;
    this.#member = self.id;
    this.#token = self.token || this.#token;
    return isOtherMember;
  }

  /** The response without its body, which may go on for ever. What is said outlives the page that says it. */
  open({ path, query = {}, headers = {}, body, signal }: HttpRequest): Promise<Response> {
    return this.#environment.fetch(this.#url(path, query), {
      ...(body === undefined ? { method: "GET" } : { method: "POST", body, keepalive: true }),
      headers: { ...headers, ...this.#authorization() },
      signal:
        signal === undefined
          ? this.#abortController.signal
          : AbortSignal.any([this.#abortController.signal, signal]),
    });
  }

  /** The whole answer. Rejects where it does not come in time. */
  async fetchText(request: HttpRequest, timeoutMs: number): Promise<HttpResult> {
    const timeout = new AbortController();
    const cancel = this.#environment.setTimer(() => timeout.abort(), timeoutMs);
    const { signal } = request;
    try {
      const response = await this.open({
        ...request,
        signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
      });
      const retryAfter = response.headers.get("Retry-After");
      return { status: response.status, body: await response.text(), retryAfter };
    } finally {
      cancel();
    }
  }

  abort(): void {
    this.#abortController.abort();
  }

  #authorization(): Readonly<Record<string, string>> {
    return this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` };
  }

  /** Without a token the name is said even where there is none: who says none is an invisible reader. */
  #url(path: string, query: Readonly<Record<string, string>>): string {
    const url = new URL(`${this.#room.href}/${path}`);
    const name = this.#token === undefined ? { name: this.#name } : {};
    url.search = new URLSearchParams({ ...query, session: this.#id, ...name }).toString();
    return url.href;
  }
}
