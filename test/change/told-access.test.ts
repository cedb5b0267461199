import { expect, test } from "vitest";
import type { ListedChange } from "../../src/change/all-changes.ts";
import { judges } from "../../src/change/judges.ts";
import { toldAccess } from "../../src/change/told-access.ts";
import type { ChangeRecord } from "../../src/ports.ts";
import { key, policy, use } from "./fakes.ts";

const [before, after] = [policy(use("One", "A")), policy(use("One", "A", "B"))];

const own = (id: string, more: Partial<ChangeRecord> = {}): ListedChange => {
  const at = "2026-01-01T00:00:00Z";
  const made = { ...{ id, at, by: "", command: [], before, after }, outcome: "verified" as const, ...more };
  return { source: "kmspol", at, own: made };
};
const seen: ListedChange = {
  ...{ source: "cloudtrail", at: "2026-01-01T00:00:00Z" },
  event: { id: "x", at: new Date(0), by: "somebody", policy: after, failed: false },
};

test("what each change did to access is told, of what stood: not of one that failed, nor of what others put", () => {
  const changes = [own("c", { outcome: "unknown" }), own("b", { outcome: "failed" }), seen, own("a")];
  const told = toldAccess(changes, key.facts, "json", judges);
  expect([...told.keys()]).toEqual([changes[0], changes[3]]);
  expect([...told.values()].map((access) => access?.gained.map(({ principal }) => principal))).toEqual([
    ["arn:aws:iam::111122223333:role/B"],
    ["arn:aws:iam::111122223333:role/B"],
  ]);
});

test.each([
  ["before", { before: "{" }],
  ["after", { after: "[]" }],
])("where the text %s is no policy, nobody can tell", (_, broken) => {
  expect([...toldAccess([own("a", broken)], key.facts, "json", judges).values()]).toEqual([null]);
});

test("of a long history the newest fifty are told", () => {
  const same = { equivalent: true, gained: [], lost: [] };
  const changes = Array.from({ length: 51 }, (_, i) => own(String(i)));
  const told = toldAccess(changes, key.facts, "json", { compare: () => same });
  expect([...told.keys()]).toEqual(changes.slice(0, 50));
});
