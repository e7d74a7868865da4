/** `npm run demo`: `npm run serve` on loopback, beside an issuer that vouches for the customers of the demonstration's shop. */
import { ISSUER_PORT } from "../../demo/issuer-address.ts";
import { startIssuer } from "./issuer.ts";

const { env } = process;

if (env["HOST"] !== undefined || env["SITE_KEYS"] !== undefined) {
  console.error(
    "The demonstration runs on this machine only, with a key of its own: unset HOST and SITE_KEYS.",
  );
  process.exitCode = 2;
} else {
  const issuer = await startIssuer(ISSUER_PORT);
  env["SITE_KEYS"] = JSON.stringify([issuer.siteKey]);
  // It answers until the server has ended.
  await import("../serve.ts");
  issuer.close();
}
