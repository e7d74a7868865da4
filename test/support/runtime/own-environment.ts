/**
 * Runs before each test file of the runtime project. The files share a runtime: what a file sets in the environment ends with it,
 * and it has the Worker's rate limits for itself, of which one is reached by 300 guests in a minute.
 */
import { env } from "cloudflare:workers";
import { afterAll } from "vitest";

const LIMITS = [
  "REQUESTS_PER_ADDRESS",
  "REQUESTS_PER_NETWORK",
  "GUESTS_PER_ADDRESS",
  "GUESTS_PER_NETWORK",
] as const;

const before: Readonly<Record<string, unknown>> = { ...env };
const file = crypto.randomUUID();

for (const name of LIMITS) {
  const shared = env[name];
  if (shared === undefined) throw new Error(`the runtime has no ${name}`);
  // The same limit, which counts this file's requests alone.
  const own: Pick<RateLimit, "limit"> = { limit: ({ key }) => shared.limit({ key: `${file} ${key}` }) };
  Object.assign(env, { [name]: own });
}

afterAll(() => {
  for (const name of Object.keys(env)) if (!(name in before)) Reflect.deleteProperty(env, name);
  Object.assign(env, before);
});
