/** The client's package, packed and installed as an application does it: in Node, and in a project of Vite. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERSION } from "../../src/protocol/version.ts";
import { endChild, runChild } from "../support/child-process.ts";
import { codeBlock } from "../support/code-blocks.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { serve, type Started } from "../support/serve-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Only ends a test that fails. */
const TIMEOUT = { timeoutMs: 150_000 };
const NODE = join(PROJECT_ROOT, "node_modules/.bin/node");
const DOCUMENT = "src/client/README.md";

const folder = temporaryFolder();
const tarball = join(folder.path, `majlis-${VERSION}.tgz`);

beforeAll(async () => {
  await runChild(NODE, ["src/build/build.ts"], { cwd: PROJECT_ROOT, ...TIMEOUT });
  const cwd = join(PROJECT_ROOT, ".package");
  await runChild("npm", ["pack", "--pack-destination", folder.path], { cwd, ...TIMEOUT });
});

afterAll(() => folder.remove());

/** A project of these files with the package, from its file alone: `npm` may not ask a registry. */
async function installedIn(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const project = join(folder.path, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
  }
  const args = ["install", tarball, "--offline", "--no-audit", "--no-fund"];
  await runChild("npm", args, { cwd: project, ...TIMEOUT });
  return project;
}

/** Packages of this project's own, as if the application had installed them too. */
function link(project: string, ...packages: readonly string[]): void {
  for (const name of packages) {
    const target = join(project, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(PROJECT_ROOT, "node_modules", name), target);
  }
}

describe("in an empty project for Node", () => {
  let product: Started;
  const rooms = temporaryFolder();

  beforeAll(async () => {
    product = await serve(rooms.path);
  });

  afterAll(async () => {
    await endChild(product.child);
    rooms.remove();
  });

  test("it brings no other package, joins a room and publishes to it", async () => {
    const program = `
      import { joinRoom } from "majlis";
      const room = joinRoom({ url: "${product.origin}/r/packed", name: "Ana" });
      const { seq } = await room.publish("hi").stored;
      const { events } = await room.search({ query: "hi" });
      console.log(JSON.stringify({ seq, found: events.length, roster: room.roster.count }));
      room.close();`;
    const project = await installedIn("node-app", {
      "package.json": '{ "name": "node-app", "type": "module" }',
      "main.js": program,
    });
    expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "majlis",
    ]);
    const printed = await runChild(NODE, ["main.js"], { cwd: project, ...TIMEOUT });
    expect(JSON.parse(printed)).toEqual({ seq: 1, found: 1, roster: 1 });
  });
});

/** As `npm create vite -- --template react-ts` writes it, without the linter. */
const VITE_APP = {
  "package.json": '{ "name": "vite-app", "private": true, "version": "0.0.0", "type": "module" }',
  "index.html": `<!doctype html><div id="root"></div><script type="module" src="/src/main.tsx"></script>`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2023",
      lib: ["ES2023", "DOM"],
      module: "esnext",
      types: [],
      skipLibCheck: true,
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      verbatimModuleSyntax: true,
      moduleDetection: "force",
      noEmit: true,
      jsx: "react-jsx",
      noUnusedLocals: true,
      noUnusedParameters: true,
      erasableSyntaxOnly: true,
      noFallthroughCasesInSwitch: true,
    },
    include: ["src"],
  }),
  "src/main.tsx": `import { StrictMode } from "react";
    import { createRoot } from "react-dom/client";
    import App from "./App.tsx";
    createRoot(document.getElementById("root")!).render(<StrictMode><App /></StrictMode>);`,
  "src/App.tsx": `import { Chat } from "./Chat.tsx";
    import { Room } from "./Room.tsx";
    export default function App() {
      return <><Chat url="https://rooms.example/r/tea" name="Ana" /><Room name="tea" /></>;
    }`,
  "src/Chat.tsx": codeBlock(DOCUMENT, "tsx", "useRoom"),
  "src/Room.tsx": codeBlock(DOCUMENT, "tsx", "<majlis-room"),
};

const TSC = join(PROJECT_ROOT, "node_modules/typescript/bin/tsc");

describe("in a project of Vite", () => {
  test("the samples of the documents compile, and are built with what is loaded later in files of its own", async () => {
    const project = await installedIn("vite-app", VITE_APP);
    link(project, "react", "react-dom", "@types/react", "@types/react-dom", "csstype");
    await runChild(NODE, [TSC, "-p", "."], { cwd: project, ...TIMEOUT });
    const vite = join(PROJECT_ROOT, "node_modules/vite/bin/vite.js");
    await runChild(NODE, [vite, "build"], { cwd: project, ...TIMEOUT });
    const scripts = readdirSync(join(project, "dist/assets")).filter((name) => name.endsWith(".js"));
    expect(scripts.length).toBeGreaterThanOrEqual(2);
    const entry = scripts.find((name) => name.startsWith("index-")) ?? "";
    expect(readFileSync(join(project, "dist/assets", entry), "utf8")).toContain("rooms.example/r/tea");
  });
});

describe("the types", () => {
  const strict = {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      target: "es2022",
      lib: ["ES2022", "DOM", "DOM.Iterable", "ESNext.Disposable"],
      module: "esnext",
      moduleResolution: "bundler",
      jsx: "react-jsx",
      types: [],
      noEmit: true,
    },
  };

  test("know the SDK, the hooks and the element, and refuse what is wrong, without a look at a schema", async () => {
    const project = await installedIn("typed-app", {
      "package.json": '{ "name": "typed-app", "type": "module" }',
      "tsconfig.json": JSON.stringify({ ...strict, include: ["*.ts", "*.tsx"] }),
      "sdk.ts": `import { joinRoom, RoomError, type DurableEvent, type Message } from "majlis";
        const room = joinRoom({ url: "https://rooms.example/r/tea" });
        const text = (event: DurableEvent): string => event.type === "message" ? event.text : "";
        export const stored: Promise<Message> = room.publish("hi", { replyTo: 1 }).stored;
        for await (const event of room) console.log(text(event), event.seq satisfies number);
        room.on("presence", ({ count }) => count.toFixed());
        // @ts-expect-error: the name of no event
        room.on("presents", () => {});
        // @ts-expect-error: no role
        await room.setRole("m1", "king");
        // @ts-expect-error: made by joinRoom alone
        new (room.constructor as typeof import("majlis").RoomClient)();
        export const isTemporary = (error: unknown): boolean => error instanceof RoomError && error.temporary;`,
      "page.ts": `import type {} from "majlis/element";
        const room = document.querySelector("majlis-room");
        room?.draft("hi");
        if (room) room.getToken = async () => "token";
        room?.addEventListener("majlis:unread", ({ detail }) => detail.count.toFixed());
        document.addEventListener("majlis:status", ({ detail: { state } }) => state === "online");
        // @ts-expect-error: no state
        document.addEventListener("majlis:status", ({ detail: { state } }) => state === "onlin");
        // @ts-expect-error: not a text
        room?.draft(1);`,
      "react.tsx": `import type {} from "majlis/element/react";
        import { useMessages } from "majlis/react";
        export const count = (room: Parameters<typeof useMessages>[0]) => useMessages(room).messages.length;
        const events = { "onmajlis:unread": ({ detail }: { detail: { count: number } }) => detail.count };
        export const right = <majlis-room room="tea" mode="bubble" height={400} messages read-only className="a" {...events} />;
        // @ts-expect-error: no mode
        export const wrong = <majlis-room mode="ball" />;
        // @ts-expect-error: a method in React
        export const draft = <majlis-room draft="hi" />;`,
    });
    link(project, "@types/react", "csstype");
    await runChild(NODE, [TSC, "-p", "."], { cwd: project, ...TIMEOUT });
  });

  test("of the element are known to the templates of Vue and Svelte", async () => {
    const project = await installedIn("framework-app", {
      "package.json": '{ "name": "framework-app", "type": "module" }',
      "tsconfig.json": JSON.stringify({
        compilerOptions: { ...strict.compilerOptions, skipLibCheck: true },
        include: ["*.ts"],
      }),
      "vue.ts": `import type {} from "majlis/element/vue";
        import type { GlobalComponents } from "vue";
        type Props = InstanceType<GlobalComponents["majlis-room"]>["$props"];
        export const right: Props = { room: "tea", class: "a", "onMajlis:unread": ({ detail }) => detail.count };
        // @ts-expect-error: no mode
        export const wrong: Props = { mode: "ball" };`,
      "svelte.ts": `import type {} from "majlis/element/svelte";
        import type { SvelteHTMLElements } from "svelte/elements";
        type Props = SvelteHTMLElements["majlis-room"];
        export const right: Props = { room: "tea", class: "a", "onmajlis:unread": ({ detail }) => detail.count };
        // @ts-expect-error: no mode
        export const wrong: Props = { mode: "ball" };`,
    });
    link(project, "vue", "svelte");
    await runChild(NODE, [TSC, "-p", "."], { cwd: project, ...TIMEOUT });
  });

  test("are those of the sources", async () => {
    const declarations = readFileSync(join(PROJECT_ROOT, ".package/index.d.ts"), "utf8");
    // A class is its own type, however alike another looks; the sources have one more field in Environment.
    const names = [...declarations.matchAll(/^export (?:interface|type) (\w+)/gmu)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "Environment");
    expect(names.length).toBeGreaterThan(40);
    const path = join(folder.path, "same.ts");
    writeFileSync(
      path,
      `import type * as Declared from "${PROJECT_ROOT}/.package/index.d.ts";
      import type * as Source from "${PROJECT_ROOT}/src/client/index.ts";
      type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
      ${names.map((name) => `export const is${name}: Same<Declared.${name}, Source.${name}> = true;`).join("\n")}
      // @ts-expect-error: the comparison sees a difference
      export const isOther: Same<Declared.Role, Source.Act> = true;`,
    );
    const config = join(folder.path, "tsconfig.json");
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(PROJECT_ROOT, "src/tsconfig.base.json"),
        compilerOptions: {
          composite: false,
          emitDeclarationOnly: false,
          noEmit: true,
          rootDir: "/",
          lib: ["ES2024", "DOM"],
        },
        files: [path],
      }),
    );
    await runChild(NODE, [TSC, "-p", config], { cwd: PROJECT_ROOT, ...TIMEOUT });
  });
});
