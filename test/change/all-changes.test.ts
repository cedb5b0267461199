import { expect, test } from "vitest";
import { allChanges } from "../../src/change/all-changes.ts";
import type { ChangeRecord } from "../../src/ports.ts";
import type { TrailEvent } from "../../src/trail-port.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

const own = (id: string, minute: number, after: string): ChangeRecord => ({
  ...{ id, at: at(minute), by: "me", command: ["put"], outcome: "verified", before: "", after },
});

const seen = (id: string, minute: number, policy: string | undefined): TrailEvent => ({
  ...{ id, at: new Date(at(minute)), by: "somebody", policy, failed: false },
});

const ids = (changes: ReturnType<typeof allChanges>): string[] =>
  changes.map((change) => (change.source === "kmspol" ? change.own.id : change.event.id));

test.each([
  ["nothing at all", [], [], []],
  ["only ours", [own("b", 2, "B"), own("a", 1, "A")], [], ["b", "a"]],
  ["only theirs, newest first", [], [seen("x", 1, "X"), seen("y", 5, "Y")], ["y", "x"]],
  ["theirs between ours", [own("b", 9, "B"), own("a", 1, "A")], [seen("x", 5, "X")], ["b", "x", "a"]],
  ["ours seen by CloudTrail a little later", [own("a", 1, "A")], [seen("x", 2, "A")], ["a"]],
  ["ours put again by somebody the day after", [own("a", 1, "A")], [seen("x", 1441, "A")], ["x", "a"]],
  ["an event without its text", [own("a", 1, "A")], [seen("x", 1, undefined)], ["a", "x"]],
  ["ours keep their order, whatever the clock said", [own("b", 1, "B"), own("a", 2, "A")], [], ["b", "a"]],
] as const)("%s", (_, mine, theirs, expected) => {
  expect(ids(allChanges(mine, theirs))).toEqual(expected);
});
