import { expect, test } from "vitest";
import { addressKey, networkKey } from "../../src/room/rates/address.ts";

test.each([
  [null, undefined],
  ["", undefined],
  [" ", undefined],
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7:4711", "192.0.2.7"],
  ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3:8d3"],
  ["2001:DB8:85A3:08D3::", "2001:db8:85a3:8d3"],
  ["[2001:db8:1:2::3]:443", "2001:db8:1:2"],
  ["[2001:db8:1:2::3]", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
  ["::", "0:0:0:0"],
  ["2001:db8:1:2::", "2001:db8:1:2"],
  ["2001:db8:1:2:3:4:192.0.2.7", "2001:db8:1:2"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:c000:207", "192.0.2.7"],
  ["0:0:0:0:0:ffff:c000:0207", "192.0.2.7"],
])("[LIM-7] the key of the address %j is %j", (ip, key) => {
  expect(addressKey(ip)).toBe(key);
});

test.each([
  "unix:",
  "192.0.2",
  "192.0.2.256",
  "192.0.2.07",
  "192.0.2.7, 192.0.2.8",
  "2001:db8",
  "1::2::3",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8:9",
  "2001:db8::g",
  ":1:2:3:4:5:6:7",
  "x".repeat(10_000),
  `${"1:".repeat(10_000)}1`,
])("[LIM-7] %j, which is no address, counts as one with all others that are none", (ip) => {
  expect(addressKey(ip)).toBe("unreadable");
});

test.each([
  ["2001:db8:85a3:8d3", "2001:db8:85a3::/48"],
  ["2001:db8:0:0", "2001:db8:0::/48"],
  ["192.0.2.7", undefined],
  ["unreadable", undefined],
])("[LIM-7] the network around %j is %j", (address, network) => {
  expect(networkKey(address)).toBe(network);
});
