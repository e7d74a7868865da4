/** `<majlis-room room="tea">`: a room in a frame, or behind a button (SPEC EMBED-7). */
import type { FrameConfig, FrameMessage } from "../protocol/frame-messages.ts";
import type { Bubble } from "./bubble.ts";
import type { GetRoomToken, MajlisRoomAttribute, MajlisRoomMembers } from "./element-types.ts";
import type * as extrasModule from "./extras.ts";
import { frameUrl } from "./frame-url.ts";
import { hostLink, type HostLink } from "./host-link.ts";
import { styles } from "./styles.ts";

/** The path of the module of what not every page needs; the build sets it. */
declare const EXTRAS_PATH: string;

/** Defines the element, whose rooms are those of `home` where `src` names no other origin. */
export function defineRoomElement(tag: string, home: string): void {
  class RoomElement extends HTMLElement implements MajlisRoomMembers {
    static readonly observedAttributes = [
      "room",
      "src",
      "mode",
      "theme",
      "lang",
      "dir",
      "accent",
      "height",
      "title",
      "messages",
    ] satisfies MajlisRoomAttribute[];

    readonly #sheet = new CSSStyleSheet();
    readonly #root = this.attachShadow({ mode: "open" });
    readonly #language = new MutationObserver(() => this.#update());
    #frame: HTMLIFrameElement | undefined;
    #link: HostLink | undefined;
    #bubble: Bubble | undefined;
    /** the last attempt to show the room; undefined while it is not in the page */
    #drawing: object | undefined;
    #getToken: GetRoomToken | undefined;
    #draft: string | null = null;

    connectedCallback(): void {
      this.#root.adoptedStyleSheets = [this.#sheet];
      this.#language.observe(document.documentElement, { attributeFilter: ["lang"] });
      // Set before the element was defined, it would hide the accessor.
      if (Object.hasOwn(this, "getToken")) {
        const { getToken } = this;
        Reflect.deleteProperty(this, "getToken");
        this.#getToken = getToken;
      }
      this.#draft ??= this.getAttribute("draft");
      this.#draw();
    }

    disconnectedCallback(): void {
      this.#language.disconnect();
      this.#clear();
    }

    /** `moveBefore` keeps the frame. */
    connectedMoveCallback(): void {}

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (!this.isConnected || before === after) return;
      if (/room|src|mode/.test(name)) this.#draw();
      else this.#update();
    }

    get getToken(): GetRoomToken | undefined {
      return this.#getToken;
    }

    set getToken(getToken: GetRoomToken | undefined) {
      this.#getToken = getToken;
      this.#link?.send({ type: "identity" });
    }

    override focus(): void {
      this.#bubble?.open();
      this.#frame?.focus();
      this.#link?.send({ type: "focus" });
    }

    draft(text: string): void {
      this.#draft = this.#link?.send({ type: "draft", text }) ? null : text;
    }

    get #config(): FrameConfig {
      return {
        theme: this.getAttribute("theme"),
        dir: this.getAttribute("dir"),
        accent: this.getAttribute("accent"),
        lang: (this.closest<HTMLElement>("[lang]") ?? document.documentElement).lang,
        messages: this.hasAttribute("messages"),
        pageTitle: this.#room === "auto" ? document.title : null,
      };
    }

    get #room(): string {
      return this.getAttribute("room") || "auto";
    }

    async #draw(): Promise<void> {
      this.#clear();
      const drawing = (this.#drawing = {});
      const name = this.#room;
      const isBubble = this.getAttribute("mode") === "bubble";
      const extras =
        isBubble || name === "auto" ? ((await import(home + EXTRAS_PATH)) as typeof extrasModule) : undefined;
      if (drawing !== this.#drawing) return;
      const room = name === "auto" ? extras?.pageRoom(document) : name;
      const load = (): HTMLIFrameElement => this.#load(room ?? name);
      if (isBubble) this.#bubble = extras?.createBubble(this, load);
      else load();
      this.#update();
    }

    #clear(): void {
      this.#link?.close();
      this.#bubble?.remove();
      this.#root.replaceChildren();
      this.#link = this.#frame = this.#bubble = this.#drawing = undefined;
    }

    #load(room: string): HTMLIFrameElement {
      const { theme, lang } = this.#config;
      const frame = document.createElement("iframe");
      frame.part.add("frame");
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.loading = (this.getAttribute("loading") ?? "lazy") as "lazy" | "eager";
      frame.src = frameUrl(this.getAttribute("src") ?? home, room, {
        theme,
        lang,
        parent: location.origin,
      });
      this.#frame = frame;
      this.#link = hostLink(
        frame,
        () => this.#config,
        (message) => this.#receive(message),
      );
      this.#root.append(frame);
      this.#update();
      return frame;
    }

    /** What an attribute or the page's language has changed. */
    #update(): void {
      this.#sheet.replaceSync(styles(this.getAttribute("theme"), this.getAttribute("height")));
      if (this.#frame) this.#frame.title = this.title || "Chat";
      this.#bubble?.update();
      this.#link?.send({ type: "config", config: this.#config });
    }

    #receive(message: FrameMessage): void {
      if (message.type === "token") return void this.#sendToken(message.id);
      const { type, ...detail } = message;
      if (type === "ready" && this.#draft) this.draft(this.#draft);
      this.dispatchEvent(new CustomEvent(`majlis:${type}`, { detail, bubbles: true }));
    }

    async #sendToken(id: number): Promise<void> {
      let token: string | null | undefined;
      try {
        token = (await this.getToken?.()) ?? null;
      } finally {
        this.#link?.send({ type: "token", id, token });
      }
    }
  }
  customElements.define(tag, RoomElement);
}
