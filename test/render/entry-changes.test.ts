import { expect, test } from "vitest";
import { renderEntryChanges } from "../../src/render/entries/entry-changes.ts";
import { plainStyle } from "../../src/render/style.ts";
import { admins, delegation, grants, users } from "../default-view/console-policies.ts";
import { arn, parse, policy, type Short } from "../default-view/support.ts";

// Two policies in, lines out: what changes, list by list, under the name of its statement.

const changes = (before: readonly Short[], after: readonly Short[]) =>
  renderEntryChanges(policy(...before), policy(...after), { style: plainStyle, columns: 120 });
const [app, deploy] = [arn("role/App"), arn("role/ci/pipelines/Deploy")];

test.each<[string, readonly Short[], readonly Short[], readonly string[] | undefined]>([
  [
    "entries of two lists, the second told by the first",
    [delegation, users(["role/App", "role/Old"]), grants(["role/App", "role/Old"])],
    [delegation, users(["role/App", "role/ci/pipelines/Deploy"]), grants(["role/App", "role/ci/pipelines/Deploy"])],
    [
      '  statement 2 "Allow use of the key"',
      "    Principal.AWS (1 more stays)",
      `      + ${deploy}`,
      `      - ${arn("role/Old")}`,
      '  statement 3 "Allow attachment of persistent resources" (the same as in statement 2)',
    ],
  ],
  [
    "lists that KMS has shuffled lose the same",
    [delegation, users(["role/App", "role/Old", "role/Gone"]), grants(["role/Gone", "role/App", "role/Old"])],
    [delegation, users(["role/App"]), grants(["role/App"])],
    [
      '  statement 2 "Allow use of the key"',
      "    Principal.AWS (1 more stays)",
      `      - ${arn("role/Old")}`,
      `      - ${arn("role/Gone")}`,
      '  statement 3 "Allow attachment of persistent resources" (the same as in statement 2)',
    ],
  ],
  [
    "a single value becomes a list",
    [users("role/App")],
    [users(["role/App", "role/ci/pipelines/Deploy"])],
    ['  statement 1 "Allow use of the key"', "    Principal.AWS (1 more stays)", `      + ${deploy}`],
  ],
  [
    "a statement that moved is the same one",
    [delegation, users("role/App")],
    [users("role/App"), delegation],
    undefined,
  ],
  [
    "a new statement, and one taken out",
    [delegation, grants("role/App")],
    [delegation, { who: "role/App", may: "kms:Sign" }],
    [
      "  + statement 2 (new)",
      "    Effect",
      "      + Allow",
      "    Principal.AWS",
      `      + ${app}`,
      "    Action",
      "      + kms:Sign",
      "    Resource",
      "      + *",
      '  - statement 2 "Allow attachment of persistent resources" (taken out)',
      "    Effect",
      "      - Allow",
      "    Principal.AWS",
      `      - ${app}`,
      "    Action",
      ...["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"].map((one) => `      - ${one}`),
      "    Resource",
      "      - *",
      "    Condition.Bool.kms:GrantIsForAWSResource",
      "      - true",
    ],
  ],
  ["nothing", [delegation, admins("role/Ops")], [delegation, admins("role/Ops")], undefined],
])("%s", (_, before, after, lines) => {
  expect(changes(before, after)).toEqual(lines);
}); // prettier-ignore

test("a value of a condition and another effect are named where they stand", () => {
  const only = (org: string): Short => ({ who: "role/App", may: "kms:Decrypt", if: { StringEquals: { "aws:PrincipalOrgID": org } } }); // prettier-ignore
  expect(changes([only("o-1")], [only("o-2")])).toEqual([
    "  statement 1",
    "    Condition.StringEquals.aws:PrincipalOrgID",
    "      + o-2",
    "      - o-1",
  ]);
});

test("hundreds of entries are counted, none is cut, and what steers a terminal is escaped", () => {
  const many = Array.from({ length: 40 }, (_, i) => `role/team/${i}/${"x".repeat(90)}`);
  const lines = changes([users("role/App")], [users(["role/App", ...many])]) ?? [];
  expect(lines.filter((line) => /x{90}$/.test(line))).toHaveLength(12);
  expect(lines.at(-1)).toBe("      … and 28 more; the full diff shows all");
  const sid = (words: string) => parse(`{"Statement":[{"Sid":${JSON.stringify(words)},"Effect":"Allow","Principal":"*","Action":"kms:*"}]}`); // prettier-ignore
  const renamed = renderEntryChanges(sid("old\u001b[2J"), sid("new\u202e"), {
    style: plainStyle,
    columns: 80,
  });
  expect(renamed).toEqual(['  statement 1 "new\\u202e"', '    - Sid "old\\u001b[2J"']);
});

test("what else changes in the document is left to the text", () => {
  const id = (name: string) => parse(`{"Id":"${name}","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:${name}"}]}`); // prettier-ignore
  expect(renderEntryChanges(id("Sign"), id("Verify"), { style: plainStyle, columns: 80 })).toBeUndefined();
});
