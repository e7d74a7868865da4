import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { unstable_readConfig as readConfig } from "wrangler";
import { parseConfiguration, VARIABLE_NAMES } from "../../src/protocol/configuration.ts";
import { POLICY_DEFAULTS, POLICY_FIELDS } from "../../src/protocol/policy.ts";
import { featureList } from "../../src/worker/pages/landing/feature-list.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const DOCUMENTS = [
  "README.md",
  "CHANGELOG.md",
  ".github/CONTRIBUTING.md",
  ".github/SECURITY.md",
  "src/protocol/CONFIGURATION.md",
  "src/protocol/SPEC.md",
  "src/client/README.md",
  "src/client/python/README.md",
  "test/bench/RESULTS.md",
];
const MAX_README_LINES = 189;

function read(path: string): string {
  return readFileSync(join(PROJECT_ROOT, path), "utf8");
}

/** Targets of Markdown links and images, and of `src` attributes, that are files of this repository. */
function fileLinksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/gu)]
    .map(([, link = "", source = ""]) => link || source)
    .filter((target) => !/^[a-z]+:|^#/u.test(target))
    .map((target) => target.replace(/#.*$/u, ""));
}

test.each(DOCUMENTS)("every file that %s links to exists", (path) => {
  const missing = fileLinksIn(read(path)).filter(
    (target) => !existsSync(join(PROJECT_ROOT, dirname(path), target)),
  );
  expect(missing).toEqual([]);
});

test("[EMBED-2] every frame in the documents and on the landing page names the page for frames", async () => {
  const features = await featureList({
    language: "en",
    canonicalUrl: "https://rooms.example/",
    creators: "everyone",
  });
  const shown = String(features).replaceAll("<wbr />", "").replaceAll("&lt;", "<").replaceAll("&quot;", '"');
  const sources = [read("README.md"), read("src/client/python/README.md"), shown].map((text) =>
    [...text.matchAll(/<iframe src="([^"]*)"/gu)].map(([, src = ""]) => src),
  );
  expect(sources.at(-1)).toEqual(["https://rooms.example/r/tea/embed"]);
  expect(sources.flat().length).toBeGreaterThanOrEqual(2);
  expect(sources.flat().filter((src) => !/\/embed(?:\?|$)/u.test(src))).toEqual([]);
});

test("every npm script that the documents name exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = DOCUMENTS.flatMap((path) =>
    [...read(path).matchAll(/npm run ([\w:]+)/gu)].map(([, name = ""]) => name),
  );
  expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
});

test("the README names every folder of src/, and stays short", () => {
  const readme = read("README.md");
  expect(readme.split("\n").length).toBeLessThanOrEqual(MAX_README_LINES);
  const folders = [...readme.matchAll(/`([a-z-]+)\/`/gu)].map(([, folder = ""]) => folder);
  for (const entry of readdirSync(join(PROJECT_ROOT, "src"), { withFileTypes: true })) {
    if (entry.isDirectory()) expect(folders).toContain(entry.name);
  }
});

test("[POLICY-1] CONFIGURATION.md has a row for every variable and every field of POLICY, and no other", () => {
  const text = read("src/protocol/CONFIGURATION.md");
  const rows = [...text.matchAll(/^\| `(\w+)` /gmu)].map(([, name = ""]) => name);
  expect(rows.toSorted()).toEqual([...VARIABLE_NAMES, ...POLICY_FIELDS, "ADDRESS_HEADER"].toSorted());
  for (const setting of POLICY_DEFAULTS) expect(text).toContain(`\`${setting}\``);
});

test("[POLICY-1] the examples of CONFIGURATION.md are configurations", () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  const config = join(folder.path, "wrangler.toml");
  const examples = [...read("src/protocol/CONFIGURATION.md").matchAll(/```toml\n(.*?)```/gsu)];
  const variables = examples.map(([, toml = ""]) => {
    writeFileSync(config, toml);
    return readConfig({ config }).vars;
  });
  expect(variables.map((each) => Object.keys(each))).toEqual([["POLICY"], ["LIMITS"]]);
  for (const each of variables) expect(() => parseConfiguration(each)).not.toThrow();
});

test("every file that CONTRIBUTING.md names in a step exists", () => {
  const contributing = read(".github/CONTRIBUTING.md");
  const named = [
    ...contributing.matchAll(
      /`((?:src|test|protocol|room|storage|transport|client|ui|locales|majlis)\/[\w./-]+)`/gu,
    ),
  ]
    .map(([, path = ""]) => path)
    .filter((path) => !/NAME|CODE|^test\/output/u.test(path));
  const roots = ["", "src", "src/client/python"];
  const missing = named.filter((path) => !roots.some((root) => existsSync(join(PROJECT_ROOT, root, path))));
  expect(missing).toEqual([]);
});

test("README.md of the Python SDK names each of its modules", () => {
  const folder = "src/client/python";
  const modules = readdirSync(join(PROJECT_ROOT, folder, "majlis")).filter((name) =>
    /^[a-z]\w*\.py$/u.test(name),
  );
  expect(modules.length).toBeGreaterThan(0);
  const readme = read(`${folder}/README.md`);
  expect(modules.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

/** As many characters as two lines about different things may have in common. */
const SHARED_CHARACTERS = 60;

test("CHANGELOG.md has each change once: no two lines begin alike", () => {
  const lines = read("CHANGELOG.md").split("\n");
  const beginnings = lines
    .filter((line) => line.startsWith("- "))
    .map((line) => line.slice(0, SHARED_CHARACTERS));
  expect(beginnings.filter((each, index) => beginnings.indexOf(each) !== index)).toEqual([]);
});
