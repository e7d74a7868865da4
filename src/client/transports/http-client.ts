/** The HTTP requests of one link: same session and credentials, aborted together (SPEC READ-1, READ-2). */
import type { Self } from "../../protocol/member.ts";
import type { Platform } from "../platform.ts";
import type { LinkOptions, SessionView } from "../link.ts";
import { Timer } from "../timer.ts";

export interface HttpRequest {
  /** below the room's URL */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** makes the request a POST */
  readonly body?: string;
  /** aborts this request alone */
  readonly signal?: AbortSignal;
}

export interface HttpResult {
  readonly status: number;
  readonly body: string;
  /** the header, if there is one */
  readonly retryAfter: string | null;
}

export class HttpClient {
  readonly #platform: Platform;
  readonly #room: URL;
  readonly #key: Readonly<Record<"session" | "generation", string>>;
  readonly #session: SessionView;
  readonly #abortController = new AbortController();
  #token: string | undefined;
  #member: string | undefined;

  constructor({ platform, room, credentials, key, session }: Omit<LinkOptions, "events">) {
    this.#platform = platform;
    this.#room = room;
    this.#session = session;
    this.#key = { session: key.session, generation: `${key.generation}` };
    this.#token = credentials.token;
  }

  /** Takes over the member and the newest token that the room sent. True if it is another member than before. */
  setSelf(self: Self): boolean {
    const isOtherMember = this.#member !== undefined && this.#member !== self.id;
    this.#member = self.id;
    this.#token = self.token || this.#token;
    return isOtherMember;
  }

  /** Resolves with the response once its headers are there. A POST is finished even if the page is closed meanwhile. */
  open({ path, query = {}, headers = {}, body, signal }: HttpRequest): Promise<Response> {
    return this.#platform.fetch(this.#url(path, query), {
      ...(body === undefined ? { method: "GET" } : { method: "POST", body, keepalive: true }),
      headers: { ...headers, ...this.#authorization() },
      signal: anySignal(this.#abortController.signal, signal),
    });
  }

  /** Resolves with the whole response; rejects if it is not complete within `timeoutMs`. */
  async fetchText(request: HttpRequest, timeoutMs: number): Promise<HttpResult> {
    const timeout = new AbortController();
    const timer = new Timer(this.#platform);
    timer.start(timeoutMs, () => timeout.abort());
    try {
      const response = await this.open({ ...request, signal: anySignal(timeout.signal, request.signal) });
      const retryAfter = response.headers.get("Retry-After");
      return { status: response.status, body: await response.text(), retryAfter };
    } finally {
      timer.stop();
    }
  }

  abort(): void {
    this.#abortController.abort();
  }

  #authorization(): Readonly<Record<string, string>> {
    const token = this.#newestToken();
    return token === undefined ? {} : { Authorization: `Bearer ${token}` };
  }

  /** That of the session, unless the session has not heard yet that the link's member is another one (SPEC ID-5). */
  #newestToken(): string | undefined {
    const { self, renewedToken } = this.#session;
    return (self?.id === this.#member ? renewedToken : undefined) ?? this.#token;
  }

  /** Without a token an empty name is sent: a request without `name` is an invisible reader's. */
  #url(path: string, query: Readonly<Record<string, string>>): string {
    const url = new URL(`${this.#room.href}/${path}`);
    const name = this.#token === undefined ? { name: "" } : {};
    url.search = new URLSearchParams({ ...query, ...this.#key, ...name }).toString();
    return url.href;
  }
}

function anySignal(first: AbortSignal, second: AbortSignal | undefined): AbortSignal {
  return second === undefined ? first : AbortSignal.any([first, second]);
}
