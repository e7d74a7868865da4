/** A running server of the product, with a folder of its own for its rooms. */
import type { Limits } from "../../src/protocol/limits.ts";
import type { Policy } from "../../src/protocol/policy.ts";
import type { Variables } from "../../src/protocol/configuration.ts";

export interface ProductOptions {
  /** overrides of the default limits, as a deployment would set them */
  readonly limits?: Partial<Limits>;
  /** the public room that the landing page offers */
  readonly lobby?: string;
  /** where the source code is, for the landing page's link */
  readonly sourceUrl?: string;
  /** the keys with which sites vouch for their users */
  readonly siteKeys?: readonly unknown[];
  /** what the deployment allows */
  readonly policy?: { readonly [Field in keyof Policy]: unknown };
  readonly operatorKey?: string;
}

export interface ProductServer {
  readonly port: number;
  /** `http://localhost:…`, without a slash at the end */
  readonly origin: string;
  /** what the server has printed since it was started last */
  readonly output: string;
  /** Kills the server like a crash, without close frames. The stored rooms stay in the folder. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with the same port and folder. */
  restart(): Promise<void>;
  /** Kills it and deletes the folder. */
  stop(): Promise<void>;
}

/** The variables of the Worker that `options` set, as text. */
export function variablesOf({
  limits,
  lobby,
  sourceUrl,
  siteKeys,
  policy,
  operatorKey,
}: ProductOptions): Partial<Record<keyof Variables, string>> {
  return {
    ...(limits === undefined ? {} : { LIMITS: JSON.stringify(limits) }),
    ...(lobby === undefined ? {} : { LOBBY: lobby }),
    ...(sourceUrl === undefined ? {} : { SOURCE_URL: sourceUrl }),
    ...(siteKeys === undefined ? {} : { SITE_KEYS: JSON.stringify(siteKeys) }),
    ...(policy === undefined ? {} : { POLICY: JSON.stringify(policy) }),
    ...(operatorKey === undefined ? {} : { OPERATOR_KEY: operatorKey }),
  };
}
