import { expect, test } from "vitest";
import type { ListedChange } from "../../src/change/all-changes.ts";
import type { ChangeOutcome } from "../../src/ports.ts";
import { renderHistory } from "../../src/render/history.ts";
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

test("only our own changes that were written are counted as @{n}: as TARGET@{n} counts them", () => {
  const page = renderHistory(
    [own("aaaa1111", "failed"), own("bbbb2222", "pending"), seen, own("cccc3333", "verified")],
    plainStyle,
  );
  expect(page.split("\n").filter((line) => /\d{4}-\d\d-\d\d/.test(line))).toEqual([
    "      aaaa1111  2026-11-24 03:31 UTC  failed    user/ana",
    "@{0}  bbbb2222  2026-11-24 03:31 UTC  unknown   user/ana",
    "      12345678  2026-11-24 03:30 UTC  written   console",
    "@{1}  cccc3333  2026-11-24 03:31 UTC  verified  user/ana",
  ]);
  expect(page).toContain("      kmspol put alias/app 'my policy.json'\n");
});
