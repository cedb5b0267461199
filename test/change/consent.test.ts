import { expect, test } from "vitest";
import { consent } from "../../src/change/consent.ts";
import { runChange } from "../../src/change/run-change.ts";
import type { Proposal, Refusal } from "../../src/change/types.ts";
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

const exposure: Refusal = { code: "public-access", message: "it opens the key", acceptable: true };
const lockout: Refusal = { code: "lockout", message: "you lose it", hint: "keep it", acceptable: false };

// Of an edit that can be sent back (`again`) a refused proposal is a question, too; whatever is answered, it is not written.
test.each([
  ["nothing against it", [], yes, false, false, "apply", 0],
  ["nothing against it, answered", [], { ...yes, yes: false }, true, false, "apply", 1],
  ["a lockout", [lockout], yes, false, false, "lockout", 0],
  ["a lockout, on a terminal", [lockout], { ...yes, yes: false }, true, false, "lockout", 0],
  ["a lockout, with --yes on a terminal", [lockout], yes, true, true, "lockout", 0],
  ["a lockout, which an editor may mend", [lockout], { ...yes, yes: false }, true, true, "lockout", 1],
  ["a lockout in a dry run", [lockout], { ...yes, yes: false, dryRun: true }, true, true, "lockout", 0],
  ["an exposure, which an editor may mend", [exposure], { ...yes, yes: false }, true, true, "apply", 1],
  ["an exposure before a lockout", [exposure, lockout], { ...yes, yes: false }, true, false, "lockout", 0],
  ["an exposure before a lockout, with --yes", [exposure, lockout], yes, true, false, "public-access", 0],
] as const)("%s", async (_, refusals, options, interactive, again, ends, asked) => {
  const { subject, services, review } = world(before, { interactive }, ["apply"]);
  const proposal = { snapshot: { subject }, refusals } as unknown as Proposal;
  const ended = await consent({ subject, options, services }, proposal, again).catch(
    (error: unknown) => (error as { code: string }).code,
  );
  expect(ended).toBe(ends);
  expect(review.asked).toHaveLength(asked);
  expect(review.shown).toEqual([proposal]);
});

test.each([
  [[lockout], "refused: you lose it"],
  [[lockout, exposure], "refused: you lose it (and 1 more reason)"],
  [[lockout, exposure, exposure], "refused: you lose it (and 2 more reasons)"],
])("the first reason speaks, with its way out, and the others are counted: %#", async (refusals, message) => {
  const { subject, services } = world(before, { interactive: false });
  const proposal = { snapshot: { subject }, refusals } as unknown as Proposal;
  const ends = consent({ subject, options: yes, services }, proposal, false);
  await expect(ends).rejects.toMatchObject({ message, hint: "keep it" });
});

test.each(["edit-again", "cancelled"])("an answer that is no yes: %s", async (ends) => {
  const { subject, services } = world(before, {}, [ends === "cancelled" ? "cancel" : "edit-again"]);
  const proposal = { snapshot: { subject }, refusals: [lockout] } as unknown as Proposal;
  const ended = await consent({ subject, options: { ...yes, yes: false }, services }, proposal, true).catch(
    (error: unknown) => (error as { code: string }).code,
  );
  expect(ended).toBe(ends);
});
