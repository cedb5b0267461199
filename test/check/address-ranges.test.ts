import { expect, test } from "vitest";
import { isNarrow } from "../../src/check/address-ranges.ts";

// What is a network that somebody can own: up to a /8 of IPv4 and a /16 of IPv6, each address counted once, however it is written.

test.each<[string, boolean, readonly string[]]>([
  ["none", true, []],
  ["one address of each kind", true, ["203.0.113.7", "2001:db8::1"]],
  ["both at their widest", true, ["11.0.0.0/8", "2001::/16"]],
  ["two halves", true, ["11.0.0.0/9", "11.128.0.0/9"]],
  ["two halves and an address", false, ["11.0.0.0/9", "11.128.0.0/9", "12.0.0.0"]],
  ["a part before the whole, and after it", true, ["11.1.0.0/16", "11.0.0.0/8", "11.2.0.0/16"]],
  ["blocks that are given from any address within", true, ["11.255.255.255/8", "11.0.0.0/8"]],
  ["a private block wider than a /8", true, ["11.0.0.0/8", "172.16.0.0/12"]],
  ["more than is private", false, ["11.0.0.0/8", "172.16.0.0/11"]],
  ["a block of IPv6 written in two ways", true, ["0:8000::/17", "::8000:0:0:0:0:0:0/17", "1::/17"]],
  ["a block of IPv6 written in full", true, ["1:0:0:0:0:0:0:0/17", "1:8000::/17"]],
  ["letters of IPv6 in capitals", true, ["2001:DB8::/32"]],
  ["everything", false, ["0.0.0.0/0"]],
  ["everything of IPv6", false, ["::/0"]],
  ["a length that is too long", false, ["203.0.113.7/33"]],
  ["the longest", true, ["203.0.113.7/32"]],
  ["a length that is too long of IPv6", false, ["2001:db8::/129"]],
  ["the longest of IPv6", true, ["2001:db8::/128"]],
  ["a length that is none", false, ["203.0.113.7/"]],
  ["a name", false, ["example.com"]],
  ["three numbers", false, ["203.0.113/24"]],
  ["five numbers", false, ["203.0.113.7.1"]],
  ["one of them none", false, ["203.0.113.7", "x"]],
])("%s: %s", (_, narrow, ranges) => {
  expect(isNarrow(ranges)).toBe(narrow);
});
