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

export const ROOM_ATTRIBUTES = [
  "room",
  "src",
  "mode",
  "theme",
  "lang",
  "dir",
  "accent",
  "height",
  "title",
  "loading",
  "draft",
  "read-only",
  "messages",
] satisfies MajlisRoomAttribute[];

/** Defines the element, whose rooms are those of `home` where `src` names no other origin. */
export function defineRoomElement(tag: string, home: string): void {
  class RoomElement extends HTMLElement implements MajlisRoomMembers {
    static readonly observedAttributes = ROOM_ATTRIBUTES;

    readonly #sheet = new CSSStyleSheet();
    readonly #root = this.attachShadow({ mode: "open" });
    readonly #page = new MutationObserver(() => this.#update());
    #frame: HTMLIFrameElement | undefined;
    #link: HostLink | undefined;
    #bubble: Bubble | undefined;
    /** the last attempt to show the room; undefined while it is not in the page */
    #drawing: object | undefined;
    #getToken: GetRoomToken | undefined;
    #draft: string | null = null;
    /** as the frame has reported it, for `height="auto"` */
    #heightPx: number | undefined;

    connectedCallback(): void {
      this.#root.adoptedStyleSheets = [this.#sheet];
      this.#page.observe(document.documentElement, { attributeFilter: ["lang", "dir"] });
      // Set before the element was defined, it would hide the accessor.
      if (Object.hasOwn(this, "getToken")) {
        const { getToken } = this;
        delete (this as Partial<MajlisRoomMembers>).getToken;
        this.#getToken = getToken;
      }
      this.#draw();
    }

    disconnectedCallback(): void {
      this.#page.disconnect();
      this.#clear();
    }

    /** `moveBefore` keeps the frame. */
    connectedMoveCallback(): void {}

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (before === after) return;
      // Also before it is in the page; put into it again, the element does not put in its draft again.
      if (name === "draft") return this.draft(after ?? "");
      if (!this.isConnected) return;
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
        lang: this.#inherited("lang"),
        dir: this.#inherited("dir"),
        accent: this.getAttribute("accent"),
        messages: this.hasAttribute("messages"),
        readOnly: this.hasAttribute("read-only"),
        autoHeight: this.getAttribute("height") === "auto",
        pageTitle: this.#room === "auto" ? document.title : null,
      };
    }

    get #room(): string {
      return this.getAttribute("room") || "auto";
    }

    /** The attribute of the element, or of what is around it. */
    #inherited(name: "lang" | "dir"): string | null {
      return (this.closest(`[${name}]`) ?? document.documentElement).getAttribute(name);
    }

    async #draw(): Promise<void> {
      this.#clear();
      const drawing = (this.#drawing = {});
      const name = this.#room;
      const isBubble = this.getAttribute("mode") === "bubble";
      const extras =
        isBubble || name === "auto" ? ((await import(home + EXTRAS_PATH)) as typeof extrasModule) : undefined;
      if (drawing !== this.#drawing) return;
      const load = (): HTMLIFrameElement =>
        this.#load(name === "auto" ? (extras as typeof extrasModule).pageRoom(document) : name);
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
      const { theme, lang, dir } = this.#config;
      const frame = document.createElement("iframe");
      frame.part.add("frame");
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      this.#frame = frame;
      this.#update();
      frame.src = frameUrl(this.getAttribute("src") ?? home, room, {
        theme,
        lang,
        dir,
        "read-only": this.getAttribute("read-only"),
        parent: location.origin,
      });
      this.#link = hostLink(
        frame,
        () => this.#config,
        (message) => this.#receive(message),
      );
      this.#root.append(frame);
      return frame;
    }

    /** What an attribute of the element or of the page has changed. */
    #update(): void {
      this.#style();
      if (this.#frame) {
        this.#frame.title = this.title || "Chat";
        this.#frame.loading = (this.getAttribute("loading") ?? "lazy") as "lazy" | "eager";
      }
      this.#bubble?.update();
      this.#link?.send({ type: "config", config: this.#config });
    }

    #style(): void {
      this.#sheet.replaceSync(
        styles(this.getAttribute("theme"), this.getAttribute("height"), this.#heightPx),
      );
    }

    #receive(message: FrameMessage): void {
      if (message.type === "token") return void this.#sendToken(message.id);
      if (message.type === "size") {
        this.#heightPx = message.height;
        this.#style();
      }
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
