import { expect, test } from "vitest";
import type { Finding } from "../../src/check/finding.ts";
import type { Proposal } from "../../src/change/types.ts";
import { reviewFindings } from "../../src/render/review-findings.ts";
import { plainStyle } from "../../src/render/style.ts";

const finding = (code: string, over: Partial<Finding> = {}): Finding => ({
  ...{ code, severity: "warning", message: "it is so", path: "/Statement/0", line: 1, column: 1 },
  ...{ fixable: false, introduced: false },
  ...over,
});
const security = { severity: "security" } as const;
const asked = { asked: true } as const;

const shown = (findings: readonly Finding[]): string => {
  const proposal = {
    findings,
    snapshot: { subject: { target: { kind: "file", path: "p.json" } } },
    after: { text: "{}" },
  } as unknown as Proposal;
  return reviewFindings(proposal, { style: plainStyle, columns: 200 }, (words) => `${words}\n`);
};

test.each<[string, readonly Finding[], string]>([
  ["nothing", [], ""],
  [
    "old ones by their codes, worst first, each code once",
    [
      finding("duplicate-sid"),
      finding("single-manager"),
      finding("duplicate-sid"),
      finding("public-access", security),
    ],
    "There before: 1 security finding (public-access), 3 warnings (duplicate-sid, single-manager).\n",
  ],
  [
    "what was asked for was not there before",
    [finding("service-principal-unscoped", { ...security, ...asked }), finding("single-manager")],
    "Comes with what you asked for: 1 security finding (service-principal-unscoped).\nThere before: 1 warning (single-manager).\n",
  ],
  [
    "what the console writes itself is no alarm, and lockout has its own words",
    [
      finding("admin-wildcard-grants", security),
      finding("admin-wildcard-grants", { ...security, ...asked }),
      finding("lockout-unknown"),
    ],
    "",
  ],
  ["suggestions are for check", [finding("redundant-action", { severity: "suggestion" })], ""],
])("what stood there before is named: %s", (_, findings, words) => {
  expect(shown(findings)).toBe(words);
});

test("what this change brings along is shown whole, whatever its code", () => {
  expect(shown([finding("admin-wildcard-grants", { ...security, introduced: true })])).toContain(
    "Findings of this change:\np.json:1:1: security admin-wildcard-grants\n",
  );
});
