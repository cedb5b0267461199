import { describe, expect, test } from "vitest";
import type { Access, Condition } from "../../src/access/types.ts";
import type { KeyDiff } from "../../src/change/key-diff.ts";
import { unrun } from "../../src/render/checked.ts";
import { whenWords } from "../../src/render/condition-words.ts";
import { renderEachSummary } from "../../src/render/each-summary.ts";
import { keysDiffMarkdown } from "../../src/render/keys-diff-markdown.ts";
import { renderKeysDiff } from "../../src/render/keys-diff.ts";
import { policyWords, sourceWords } from "../../src/render/layers.ts";
import { accessRows, rowKey } from "../../src/render/rows.ts";
import { plainStyle, type Style } from "../../src/render/style.ts";
import { renderTextDiff } from "../../src/render/text-diff.ts";
import { renderTrial } from "../../src/render/trial.ts";
import { limitedPeople, untoldPeople } from "../../src/render/untold-people.ts";

// What is printed for people and for programs, word by word: one case on each side of what decides about it.

const own = "111122223333";
const arn = (what: string, account = own) => `arn:aws:iam::${account}:${what}`;
const facts = { account: own, partition: "aws", region: "eu-west-1" };
const access = (over: Partial<Access> = {}): Access => ({
  principal: arn("role/App"),
  actions: ["kms:Decrypt"],
  via: "key-policy",
  when: [[]],
  example: { principal: arn("role/App"), action: "kms:Decrypt", context: {} },
  ...over,
});

describe("conditions in words", () => {
  const said = (key: string, test: string, values: readonly string[], not = false) =>
    whenWords([[{ key, test, values, ...(not && { not }) } satisfies Condition]], true, own);
  test.each<[key: string, test: string, value: string, not: boolean, words: string]>([
    [
      "kms:ViaService",
      "StringEquals",
      "s3.eu-west-1.amazonaws.com",
      false,
      "only through s3.eu-west-1.amazonaws.com",
    ],
    [
      "kms:ViaService",
      "StringEquals",
      "s3.eu-west-1.amazonaws.com",
      true,
      "except through s3.eu-west-1.amazonaws.com",
    ],
    [
      "kms:ViaService",
      "StringNotEquals",
      "s3.eu-west-1.amazonaws.com",
      false,
      "except through s3.eu-west-1.amazonaws.com",
    ],
    [
      "kms:ViaService",
      "StringNotEquals",
      "s3.eu-west-1.amazonaws.com",
      true,
      "only through s3.eu-west-1.amazonaws.com",
    ],
    [
      "kms:ViaService",
      "StringEqualsIfExists",
      "a",
      false,
      "only where (kms:ViaService StringEqualsIfExists a)",
    ],
    [
      "kms:ViaService",
      "StringEqualsIfExists",
      "a",
      true,
      "only where not (kms:ViaService StringEqualsIfExists a)",
    ],
    ["xkms:ViaService", "StringEquals", "a", false, "only where (xkms:ViaService StringEquals a)"],
    ["kms:CallerAccount", "StringEquals", own, false, `only from account ${own}`],
    [
      "aws:PrincipalOrgID",
      "StringEquals",
      "o-a1b2c3d4e5",
      false,
      "only inside the organization o-a1b2c3d4e5",
    ],
    ["aws:PrincipalArn", "ArnNotLike", arn("role/A*"), false, `except for ${arn("role/A*")}`],
    ["aws:SourceIp", "NotIpAddress", "10.0.0.0/8", false, "except from 10.0.0.0/8"],
    ["aws:SourceVpce", "StringEquals", "vpce-1", false, "only from vpce-1"],
    ["aws:SourceVpcArn", "ArnEquals", "x", false, "only where (aws:SourceVpcArn ArnEquals x)"],
    ["kms:EncryptionContext:app", "StringEquals", "", false, 'only with EncryptionContext:app = ""'],
    ["aws:SecureTransport", "Bool", "true", false, "only with TLS"],
    ["aws:SecureTransport", "Bool", "false", false, "only without TLS"],
    ["aws:SecureTransport", "Bool", "false", true, "only with TLS"],
    ["aws:SecureTransport", "BoolIfExists", "true", false, "only with TLS"],
    ["kms:aws:SecureTransport", "Bool", "true", false, "only where kms:aws:SecureTransport is true"],
    ["aws:SecureTransportX", "Bool", "true", false, "only where aws:SecureTransportX is true"],
    ["aws:MultiFactorAuthPresent", "Bool", "true", false, "only with MFA"],
    ["aws:MultiFactorAuthPresent", "Bool", "true", true, "only without MFA"],
    [
      "aws:MultiFactorAuthPresent",
      "Bool",
      "false",
      true,
      "only where not (aws:MultiFactorAuthPresent Bool false)",
    ],
    ["aws:MultiFactorAuthPresent", "Bool", "false", false, "only where aws:MultiFactorAuthPresent is false"],
    ["aws:MultiFactorAuthPresent", "BoolIfExists", "false", false, "only without MFA"],
    ["kms:GrantIsForAWSResource", "Bool", "true", false, "only for AWS services on its behalf"],
    ["kms:GrantIsForAWSResource", "Bool", "true", true, "except for AWS services on its behalf"],
    ["aws:TokenIssueTime", "Null", "true", false, "only where aws:TokenIssueTime is absent"],
    ["aws:TokenIssueTime", "Null", "false", false, "only where aws:TokenIssueTime is present"],
    ["aws:CurrentTime", "DateLessThan", "2027-01-31T00:00:00Z", false, "only before 2027-01-31T00:00:00Z"],
    ["aws:CurrentTime", "DateGreaterThan", "2027-01-31T00:00:00Z", false, "only after 2027-01-31T00:00:00Z"],
    ["aws:CurrentTime", "DateLessThan", "2027", true, "only where not (aws:CurrentTime DateLessThan 2027)"],
  ])("%s %s %s, negated %s", (key, test, value, not, words) => {
    expect(said(key, test, [value], not)).toBe(words);
  });
  const via = (...values: string[]): Condition => ({ key: "kms:ViaService", test: "StringEquals", values });
  test("several ways, and several values, are told in short and in full", () => {
    const [a, b, c] = [[via("a")], [via("b")], [via("c", "d", "e", "f", "g")]];
    expect(whenWords([a, []], false)).toBe("");
    expect(whenWords([a, b, c], false)).toBe("only through a, or only through b, or in 1 other ways");
    expect(whenWords([a, b, c], true)).toBe(
      "only through a, or only through b, or only through c, d, e, f or g",
    );
    expect(whenWords([c], false)).toBe("only through c, d, e and 2 more");
  });
});

describe("whose a policy is", () => {
  test.each([
    ["inline:Deploy", "the inline policy Deploy"],
    ["Xinline:", "Xinline:"],
    [arn("policy/team/kms-use"), "the managed policy kms-use"],
    ["the default endpoint policy", "the default endpoint policy"],
  ])("%s", (policy, words) => {
    expect(policyWords(policy)).toBe(words);
  });
  test("statements, groups and grants", () => {
    expect(sourceWords("key-policy", { index: 0, sid: "Use" })).toBe('statement 1 (Sid "Use")');
    expect(sourceWords("iam", { policy: "inline:D", index: 1, of: arn("group/Dev") })).toBe(
      "statement 2 of the inline policy D of group/Dev",
    );
    expect(sourceWords("iam", { policy: "inline:D" })).toBe("the inline policy D");
    expect(sourceWords("grant", { grant: "0123456789abcdef" })).toBe("grant 0123456789ab");
  });
});

describe("rows for programs", () => {
  const key = { key: "policy.json", account: own, region: null };
  test.each<[principal: string, account: string | null, outside: boolean | null, owner?: null]>([
    [arn("role/App"), own, false],
    [arn("role/App", "444455556666"), "444455556666", true],
    ["account:444455556666", "444455556666", true],
    ["service:sns.amazonaws.com", null, null],
    ["anyone", null, true],
    [arn("role/App"), own, null, null],
    ["anyone", null, true, null],
  ])("%s is of %s, outside: %s", (principal, principalAccount, outside, owner) => {
    const [row] = accessRows(owner === null ? { ...key, account: null } : key, [access({ principal })]);
    expect(row).toMatchObject({ principalAccount, outside, conditional: false });
  });
  test("conditional is what is not always allowed; a change is told where there is one", () => {
    const when = [[{ key: "kms:ViaService", test: "StringEquals", values: ["a"] }]];
    expect(accessRows(key, [access({ when }), access({ when: [...when, []] })])).toMatchObject([
      { conditional: true },
      { conditional: false },
    ]);
    expect(accessRows(key, [access()], "gained")).toMatchObject([{ change: "gained" }]);
    expect(accessRows(key, [access()])[0]).not.toHaveProperty("change");
  });
  const file = { kind: "file", path: "main.tf" } as const;
  test("a file is called with what is behind its #, and by its ARN where that is known", () => {
    expect(rowKey(file, {}).key).toBe("main.tf");
    expect(rowKey({ ...file, key: "aws_kms_key.a" }, facts)).toEqual({
      key: "main.tf#aws_kms_key.a",
      account: own,
      region: "eu-west-1",
    });
    expect(
      rowKey(
        { ...file, key: "aws_kms_key.a" },
        { arn: "arn:aws:kms:eu-west-1:1:key/1", aliases: ["alias/a"] },
      ),
    ).toMatchObject({ key: "arn:aws:kms:eu-west-1:1:key/1", alias: "alias/a" });
  });
});

describe("the summary of many keys", () => {
  const summary = (unchanged: number, failures: number) =>
    renderEachSummary(
      {
        verb: "prune",
        changes: [],
        unchanged,
        failures: Array.from({ length: failures }, (_, i) => ({
          label: `alias/${i}`,
          message: "no",
          ...(i === 0 && { hint: "so" }),
        })),
      },
      { style: plainStyle, columns: 100, full: false },
    );
  test("counts in one and in many", () => {
    expect(summary(1, 0)).toBe("prune: 0 keys change, 1 stays as it is, 0 cannot be changed\n");
    expect(summary(2, 0)).toMatch(/2 stay as they are/);
  });
  test("what fails for one reason is told together, with its hint", () => {
    expect(summary(0, 3)).toContain("Not changed:\n  alias/0: no\n    hint: so\n  alias/1 and alias/2: no\n");
  });
});

test("each line of a diff has the mark of its kind", () => {
  const mark = (name: string) => (text: string) => (text === "" ? "" : `<${name}>${text}</>`);
  const style = Object.fromEntries(
    Object.keys(plainStyle).map((name) => [name, mark(name)]),
  ) as unknown as Style;
  const marks = (line: string) => [
    ...new Set([...renderTextDiff(line, style).matchAll(/<(\w+)>/g)].map(([, name]) => name)),
  ];
  expect(marks("--- a")).toEqual(["strong"]);
  expect(marks("+++ b")).toEqual(["strong"]);
  expect(marks("@@ -1 +1 @@")).toEqual(["place"]);
  expect(marks("\\ No newline at end of file")).toEqual(["faint"]);
  expect(marks(" same")).toEqual([]);
  expect(marks("-gone")).toEqual(["removed"]);
});

const diff = (over: Partial<KeyDiff>): KeyDiff => ({
  ...{
    selector: "aws_kms_key.a",
    change: "changed",
    equal: false,
    text: "",
    equivalent: false,
    gained: [],
    lost: [],
  },
  ...over,
});

describe("keys in a comment on a pull request", () => {
  const page = (over: Partial<KeyDiff>) => keysDiffMarkdown([{ diff: diff(over), facts }]);
  test("without a change there is no table", () => {
    expect(page({ change: "same", equal: true })).toContain("\nNobody gains or loses access.\n");
    expect(page({ gained: [access()] })).toContain(
      "\n| key | | who | what |\n|---|---|---|---|\n| `aws_kms_key.a` | + | `role/App` | `kms:Decrypt",
    );
  });
  test.each<[Partial<KeyDiff>, string]>([
    [{ unknown: [] }, "not known yet |"],
    [{ unknown: ["var.p"] }, "not known yet, it waits for `var.p` |"],
    [{ change: "removed", retained: true }, "(goes) | | | kept in the account |"],
    [{ change: "removed" }, "(goes) | | | destroyed, with what it encrypted |"],
    [{ change: "replaced" }, "(replaced) | | | the old key is destroyed"],
    [{}, "| the same access |"],
  ])("%j", (over, words) => {
    expect(page(over)).toContain(words);
  });
});

describe("keys on a terminal", () => {
  const shown = (over: Partial<KeyDiff>, showText: boolean) =>
    renderKeysDiff("a.tf", [{ diff: diff(over), facts }], {
      style: plainStyle,
      columns: 100,
      full: false,
      more: "",
      showText,
      showAccess: false,
    });
  test("the text is shown where it is asked for, and where there is some", () => {
    expect(shown({ text: "-a\n+b\n" }, true)).toContain("\n-a\n+b\n");
    expect(shown({ text: "-a\n+b\n" }, false)).not.toContain("-a");
    expect(shown({}, true)).toBe(shown({}, false));
  });
});

test("what KMS said is told, and where kmspol says otherwise", () => {
  expect(renderTrial({ says: "allowed" }, {})).toBe("  KMS itself, asked with DryRun: allows it\n");
  expect(renderTrial({ says: "denied", because: "so" }, { differs: "why" })).toBe(
    "  KMS itself, asked with DryRun: denies it: so\n  kmspol says otherwise: why\n",
  );
});

test("rules that did not run are named, but those that wait for nothing", () => {
  const layout = { style: plainStyle, columns: 100, full: false };
  const left = (...needs: string[]) => [
    { readable: true, leftOut: [{ code: "no-rotation" as never, needs, partly: false }] },
  ];
  expect(unrun(left("the account"), layout)).toBe(
    "1 rule was left out or found less, without the account (--full names them)\n",
  );
  expect(unrun(left("what the configuration forbids"), layout)).toBe("");
  expect(unrun([{ ...left("the account")[0]!, readable: false }], layout)).toBe("");
});

describe("people of whom the list of all access has no line", () => {
  const view = (over: object) => ({ admins: [], users: [], limited: [], account: own, ...over }) as never;
  const limited = (principal: string, ...may: string[]) => ({ principal, may, when: [] });
  test("stand with the administrators or the users, as they are", () => {
    const [admin, user] = [limited(arn("role/Ops"), "admin"), limited(arn("role/App"), "decrypt")];
    expect(untoldPeople(view({ limited: [admin, user], users: ["*"] }), [], facts)).toEqual([
      ["Administrators", ["role/Ops"]],
      ["Users", ["everyone (*)", "role/App (only decrypt)"]],
    ]);
    expect(untoldPeople(view({ limited: [admin, user] }), [access()], facts)).toEqual([
      ["Administrators", ["role/Ops"]],
    ]);
    expect(limitedPeople(view({ limited: [admin, user] }), [access()], facts)).toEqual([
      "role/App (only decrypt)",
    ]);
  });
});
