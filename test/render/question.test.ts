import { expect, test } from "vitest";
import type { Proposal } from "../../src/change/types.ts";
import { questionWords } from "../../src/render/review.ts";

const asked = (more: Partial<Proposal>): string =>
  questionWords({
    snapshot: { subject: { label: "alias/app in 111122223333", facts: { account: "111122223333" } } },
    access: { equivalent: true, gained: [], lost: [] },
    findings: [],
    ...more,
  } as unknown as Proposal);

const grant = (id: string) => ({
  id,
  grantee: "arn:aws:iam::111122223333:role/App",
  operations: ["Decrypt"],
});
const opening = (message: string, introduced = true) =>
  ({ code: "public-access", severity: "security", message, introduced }) as Proposal["findings"][number];

test.each<[what: string, more: Partial<Proposal>, words: string]>([
  ["the key alone", {}, "Write this policy to alias/app in 111122223333?"],
  [
    "grants that go, and do not come back",
    { revokes: [grant("a"), grant("b")] },
    "Write this policy to alias/app in 111122223333, and then revoke 2 grants? A revoked grant does not come back, not by undo either.",
  ],
  [
    "what opens, and how much more does",
    { findings: [opening("anyone may decrypt"), opening("so may all"), opening("it was open", false)] },
    "Write this policy to alias/app in 111122223333? This opens the key: anyone may decrypt, and 1 more such finding.",
  ],
])("the question says %s", (_, more, words) => {
  expect(asked(more)).toBe(words);
});
