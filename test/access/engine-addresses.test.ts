import { describe, expect, test } from "vitest";
import {
  addressesAround,
  isWithin,
  readAddressBlock,
} from "../../src/access/engine/conditions/address-values.ts";

// Addresses of IPv4 and IPv6 as aws:SourceIp has them (IAM User Guide, "IP address condition operators"; RFC 4291, 2.2).

const first = (text: string): bigint | undefined => readAddressBlock(text)?.first;

test.each([
  ["10.0.0.0/8", 4, 0x0a000000n, 0x0affffffn],
  ["10.1.2.3/8", 4, 0x0a000000n, 0x0affffffn],
  ["192.0.2.1", 4, 0xc0000201n, 0xc0000201n],
  ["192.0.2.1/32", 4, 0xc0000201n, 0xc0000201n],
  ["0.0.0.0/0", 4, 0n, 0xffffffffn],
  ["255.255.255.255", 4, 0xffffffffn, 0xffffffffn],
  ["2001:db8::/32", 6, 0x20010db8n << 96n, (0x20010db9n << 96n) - 1n],
  ["::1", 6, 1n, 1n],
  ["::", 6, 0n, 0n],
  ["::/0", 6, 0n, (1n << 128n) - 1n],
  ["1::", 6, 1n << 112n, 1n << 112n],
  ["1:2:3:4:5:6:7::", 6, 0x00010002000300040005000600070000n, 0x00010002000300040005000600070000n],
  ["1:2:3:4:5:6:7:8", 6, 0x00010002000300040005000600070008n, 0x00010002000300040005000600070008n],
  ["::ffff:192.0.2.1", 6, 0xffffc0000201n, 0xffffc0000201n],
  ["ABCD::", 6, 0xabcdn << 112n, 0xabcdn << 112n],
] as const)("%s is a block", (text, version, from, to) => {
  expect(readAddressBlock(text)).toEqual({ version, first: from, last: to });
});

test.each([
  ...[
    "",
    "10",
    "10.0.0",
    "10.0.0.0.0",
    "10.0.0.256",
    "10.0.0.01",
    "10.0.0.-1",
    "10.0.0.0/33",
    "10.0.0.0/",
    "a.b.c.d",
  ],
  ...["1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3", ":::", "1:"],
  ...["12345::", "g::", "::/129", "::ffff:192.0.2", "::ffff:192.0.2.256"],
])("%j is none", (text) => {
  expect(readAddressBlock(text)).toBeUndefined();
});

test("an address lies within a block of its own version, both ends included", () => {
  const block = readAddressBlock("10.1.0.0/16")!;
  const lies = (text: string) => isWithin(block, readAddressBlock(text)!);
  expect(["10.1.0.0", "10.1.255.255", "10.1.7.7"].map(lies)).toEqual([true, true, true]);
  expect(["10.0.255.255", "10.2.0.0", "::a01:0"].map(lies)).toEqual([false, false, false]);
});

describe("one address for each way to lie to some blocks", () => {
  const around = (...blocks: readonly string[]) => {
    const all = blocks.map((text) => readAddressBlock(text)!);
    const found = addressesAround(all);
    for (const text of found) expect(first(text), text).toBeDefined();
    return new Set(
      found.map((text) => all.map((block) => (isWithin(block, readAddressBlock(text)!) ? 1 : 0)).join("")),
    );
  };

  test.each<[what: string, blocks: readonly string[], ways: readonly string[]]>([
    ["none", [], [""]],
    ["one", ["10.0.0.0/8"], ["0", "1"]],
    ["one that is everything of its version", ["0.0.0.0/0"], ["0", "1"]],
    ["one at the end", ["255.0.0.0/8"], ["0", "1"]],
    ["one within another", ["10.0.0.0/8", "10.1.0.0/16"], ["00", "10", "11"]],
    ["two beside each other", ["10.0.0.0/8", "11.0.0.0/8"], ["00", "10", "01"]],
    ["two versions", ["10.0.0.0/8", "2001:db8::/32"], ["00", "10", "01"]],
  ])("%s", (_, blocks, ways) => {
    expect([...around(...blocks)].sort()).toEqual([...ways].sort());
  });
});
