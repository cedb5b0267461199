import { expect, test } from "vitest";
import type { Access, AccessChange } from "../../src/access/types.ts";
import type { ListedChange } from "../../src/change/all-changes.ts";
import type { ChangeOutcome } from "../../src/ports.ts";
import { type HistoryLayout, renderHistory } from "../../src/render/history.ts";
import { plainStyle } from "../../src/render/style.ts";

const own = (id: string, outcome: ChangeOutcome): ListedChange => ({
  source: "kmspol",
  at: "2026-11-24T03:31:07.000Z",
  own: {
    ...{ id, outcome, at: "2026-11-24T03:31:07.000Z", by: "arn:aws:iam::111122223333:user/ana" },
    ...{ command: ["put", "alias/app", "my policy.json"], before: "", after: "" },
  },
});

const seen: ListedChange = {
  source: "cloudtrail",
  at: "2026-11-24T03:30:00.000Z",
  event: { id: "12345678-aaaa", at: new Date(0), by: "console", policy: "", failed: false },
};

const layout: HistoryLayout = { style: plainStyle, columns: 80, facts: { account: "111122223333" }, access: () => undefined, gone: () => undefined }; // prettier-ignore

test("only our own changes that were written are counted as @{n}: as TARGET@{n} counts them", () => {
  const page = renderHistory(
    [own("aaaa1111", "failed"), own("bbbb2222", "pending"), seen, own("cccc3333", "verified")],
    layout,
  );
  expect(page.split("\n").filter((line) => /\d{4}-\d\d-\d\d/.test(line))).toEqual([
    "      aaaa1111  2026-11-24 03:31 UTC  failed    user/ana",
    "@{0}  bbbb2222  2026-11-24 03:31 UTC  unknown   user/ana",
    "      12345678  2026-11-24 03:30 UTC  written   console",
    "@{1}  cccc3333  2026-11-24 03:31 UTC  verified  user/ana",
  ]);
  expect(page).toContain("      kmspol put alias/app 'my policy.json'\n");
});

const entry = (name: string, actions: readonly string[]): Access => ({
  ...{ principal: `arn:aws:iam::111122223333:role/${name}`, actions, via: "key-policy", when: [[]] },
  example: { principal: "", action: "", context: {} },
});
const decrypt = ["kms:Decrypt"];

test.each<[string, AccessChange | null, readonly string[]]>([
  ["a text that does not parse", null, ["what it did to access cannot be told: a text of it does not parse"]],
  ["no access", { equivalent: true, gained: [], lost: [] }, ["nobody gained or lost access"]],
  [
    "equal gains of two in one line, and a loss",
    { equivalent: false, gained: [entry("A", decrypt), entry("B", decrypt)], lost: [entry("C", ["kms:Sign"])] },
    ["+ role/A and role/B: kms:Decrypt", "- role/C: kms:Sign"],
  ],
  [
    "many",
    { equivalent: false, gained: ["Encrypt", "Sign", "Verify", "Decrypt", "TagResource"].map((one) => entry(one, [`kms:${one}`])), lost: [] },
    [
      "+ role/Decrypt: kms:Decrypt",
      "+ role/Encrypt: kms:Encrypt",
      "+ role/Sign: kms:Sign",
      "+ role/TagResource: kms:TagResource",
      "  and 1 more; kmspol diff shows all",
    ],
  ],
])("each change tells who gained and lost: %s", (_, did, lines) => {
  const page = renderHistory([own("aaaa1111", "verified")], { ...layout, access: () => did });
  expect(page.split("\n").slice(1, 1 + lines.length).map((line) => line.slice(6))).toEqual(lines);
}); // prettier-ignore

test("a change of a run of each names the run, and what takes it back", () => {
  const change = own("aaaa1111", "verified");
  if (change.source !== "kmspol") throw new Error("not ours");
  const page = renderHistory([{ ...change, own: { ...change.own, run: "aeb000c0" } }], layout);
  expect(page).toContain(
    "      in the run aeb000c0 of each; kmspol each --undo aeb000c0 takes all of it back\n",
  );
  const command = ["--debug", "add-user", "alias/app", "role/App", "--json", "--yes"];
  const each = { ...change, own: { ...change.own, run: "aeb000c0", command } };
  expect(renderHistory([each], layout)).toContain("      kmspol add-user alias/app role/App\n");
});
