import { expect, test } from "vitest";
import { rateAddress } from "../../src/transport/address.ts";

test.each([
  [null, undefined],
  ["", undefined],
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3:8d3"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["2001:db8:1:2::", "2001:db8:1:2"],
])("[LIM-1] the rate limit key of address %j is %j", (ip, key) => {
  expect(rateAddress(ip)).toBe(key);
});
