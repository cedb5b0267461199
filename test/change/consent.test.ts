import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

// Who may accept what: a yes on a terminal, --accept CODE, and never --yes, on a terminal or not.

const before = policy(use("One", "A"));
const open = policy(use("One", "A"), { ...use("Public"), Principal: "*" });
const accept = { ...yes, accept: ["public-access"] };

test.each([
  ["--yes on a terminal", true, yes, "public-access"],
  ["--yes without one", false, yes, "public-access"],
  ["--dry-run on a terminal, which asks nothing", true, { ...yes, yes: false, dryRun: true }, "planned"],
  ["--dry-run without one", false, { ...yes, yes: false, dryRun: true }, "public-access"],
  [
    "--yes and --accept of another code",
    true,
    { ...yes, accept: ["external-account-full"] },
    "public-access",
  ],
  ["--yes --accept public-access on a terminal", true, accept, "changed"],
  ["--yes --accept public-access without one", false, accept, "changed"],
  ["a yes on a terminal", true, { ...yes, yes: false }, "changed"],
])("a policy open to everybody, with %s (terminal: %s)", async (_, interactive, options, ends) => {
  const { kms, subject, services, review } = world(before, { interactive }, ["apply"]);
  const change = runChange(subject, makes(open), options, services);
  const ended = await change.then(
    ({ outcome }) => outcome,
    (error: unknown) => (error as { code: string }).code,
  );
  expect(ended).toBe(ends);
  expect(kms.text).toBe(ends === "changed" ? open : before);
  expect(review.asked).toHaveLength(interactive && !options.yes && !options.dryRun ? 1 : 0);
});
