/** The code with which a site vouches for its users, as the documents have it (SPEC VOUCH-2, VOUCH-3): each block runs, and what it signs is accepted. */
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runChild } from "../support/child-process.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { findPythonWith } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "/r/shop-tea";
const TIMEOUT_MS = 20_000;

let workerd: Workerd;
let environment: NodeJS.ProcessEnv;
const folder = temporaryFolder();

/** The block of code in `language` that has `part`, with the deployment's origin. */
function codeIn(document: string, language: string, part: string): string {
  const text = readFileSync(join(PROJECT_ROOT, document), "utf8");
  const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gmu)].filter(
    ([, blockLanguage, code = ""]) => blockLanguage === language && code.includes(part),
  );
  expect(blocks).toHaveLength(1);
  return (blocks[0]?.[2] ?? "").replaceAll("https://YOUR-MAJLIS", workerd.origin);
}

function run(command: string, args: readonly string[]): Promise<string> {
  return runChild(command, args, { cwd: folder.path, env: environment, timeoutMs: TIMEOUT_MS });
}

/** Publishes with the token, and returns how the room has the author. */
async function authorOf(token: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${token.trim()}` };
  const answer = await fetch(workerd.origin + ROOM, { method: "POST", body: "hi", headers });
  expect([answer.status, answer.ok ? "" : await answer.text()]).toEqual([201, ""]);
  return newestAuthor();
}

async function newestAuthor(): Promise<unknown> {
  const page = await fetch(`${workerd.origin}${ROOM}/messages?limit=1`);
  const { events } = (await page.json()) as { readonly events: readonly { readonly from?: unknown }[] };
  return events.at(-1)?.from;
}

beforeAll(async () => {
  workerd = await Workerd.start();
  symlinkSync(join(PROJECT_ROOT, "node_modules"), join(folder.path, "node_modules"));
  // Instead of the deployment, the terminal gets the record.
  const shared = codeIn("README.md", "sh", "SITE_KEYS").replace("npx wrangler secret put SITE_KEYS", "cat");
  environment = process.env;
  const [secret = "", record = ""] = (
    await run("sh", ["-ec", shared.replace("\necho", '\necho "$MAJLIS_SECRET"\necho')])
  ).split("\n");
  environment = { ...process.env, MAJLIS_SECRET: secret };
  await workerd.redeploy({ SITE_KEYS: record });
  return () => workerd.stop();
});

const SARA = { name: "Sara", vouched: true };

describe("[VOUCH-2] [VOUCH-3] the documents' code signs tokens that count", () => {
  test("in Node", async () => {
    const code = codeIn("README.md", "js", "SignJWT");
    const call = 'process.stdout.write(await chatToken({ id: 42, name: "Sara" }));';
    writeFileSync(join(folder.path, "site-users.mjs"), `${code}\n${call}`);
    expect(await authorOf(await run(process.execPath, ["site-users.mjs"]))).toMatchObject(SARA);
  });

  test("in Python", async () => {
    const code = codeIn("README.md", "python", "jwt");
    const call = 'from types import SimpleNamespace\nprint(chat_token(SimpleNamespace(id=42, name="Sara")))';
    writeFileSync(join(folder.path, "site_users.py"), `${code}\n${call}`);
    const python = (await findPythonWith("jwt")) ?? "";
    expect(await authorOf(await run(python, ["site_users.py"]))).toMatchObject(SARA);
  });

  test("in a shell", async () => {
    await run("sh", ["-ec", codeIn("README.md", "sh", "openssl dgst")]);
    expect(await newestAuthor()).toMatchObject(SARA);
  });
});
