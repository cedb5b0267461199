import { expect, test } from "vitest";
import { listAccess } from "../../src/access/list-access.ts";
import type { Access } from "../../src/access/types.ts";
import { createStyle, plainStyle } from "../../src/render/style.ts";
import { drawMatrix } from "../../src/render/matrix/draw.ts";
import { matrixRows } from "../../src/render/matrix/rows.ts";
import { remarkOf } from "../../src/render/matrix/remark.ts";
import { extentsFor } from "../../src/render/matrix/uses.ts";
import { signsFor } from "../../src/render/signs.ts";
import { shownWidth } from "../../src/render/width.ts";
import { renderWhoCan } from "../../src/render/who-can.ts";
import { withArnFacts } from "../../src/policy/key-facts.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { admins, delegation, grants, users, useLists } from "../default-view/console-policies.ts";
import { arn, keys, other, own, policy, type Short } from "../default-view/support.ts";

// Facts in, lines out: who may do what, as a table.

const facts = withArnFacts(keys.symmetric);
const accessOf = (...statements: readonly Short[]) => listAccess(readPolicy(policy(...statements)), facts);
const drawn = (access: readonly Access[], columns = 400, environment = {}, style = plainStyle) =>
  drawMatrix(matrixRows(access, facts), { style, columns, signs: signsFor(environment), full: false });

/** A row as its name, its five signs, and what stands behind them. */
const rowOf = (lines: readonly string[], name: string): readonly string[] => {
  const line = lines.find((one) => one.startsWith(`${name} `)) ?? "";
  const [, marks = "", remark = ""] = /^(?:\S+(?: \S+)*) {2,}(\S +\S +\S +\S +\S) *(.*)$/.exec(line) ?? [];
  return [marks.replaceAll(/ +/g, ""), remark];
};

const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const toStar = (may: string | readonly string[], more: object = {}): Short => ({ who: "*", may, ...more });

test.each<[string, Short, string, string, string]>([
  ["the whole of use", users("role/App"), "role/App", "●····", ""],
  ["one action of it", { who: "role/App", may: "kms:Decrypt" }, "role/App", "◐····", "kms:Decrypt"],
  ["grants for services", grants("role/App"), "role/App", "·◐···", "only for AWS services on its behalf"],
  ["grants always", { who: "role/App", may: "kms:CreateGrant" }, "role/App", "·●···", ""],
  ["administration", admins("role/Ops"), "role/Ops", "·●●●●", ""],
  ["everything", { who: "role/Ops", may: "kms:*" }, "role/Ops", "●●●●●", ""],
  ["everything with MFA", { who: "role/Ops", may: "kms:*", if: mfa }, "role/Ops", "◐◐◐◐◐", "only with MFA"],
  ["the policy alone", { who: "role/Ops", may: "kms:PutKeyPolicy" }, "role/Ops", "···●·", ""],
  ["deletion alone", { who: "role/Ops", may: "kms:ScheduleKeyDeletion" }, "role/Ops", "····●", ""],
  ["taking a deletion back", { who: "role/Ops", may: "kms:CancelKeyDeletion" }, "role/Ops", "····◐", "kms:CancelKeyDeletion"],
  ["a tag", { who: "role/Ops", may: "kms:TagResource" }, "role/Ops", "··◐··", "kms:TagResource"],
  ["looking alone", { who: "role/Eye", may: "kms:DescribeKey" }, "role/Eye", "·····", "kms:DescribeKey"],
  ["IAM of the account", delegation, "this account", "◐◐◐◐◐", "where IAM allows it too"],
  ["the account's root user", delegation, "the root user of this account", "●●●●●", ""],
  ["another account", users(other), `account ${other}`, "◐····", "where that account's IAM allows it too"],
  ["a role of another account", users(arn("role/X", other)), `role/X of ${other}`, "◐····", "where that account's IAM allows it too"],
  ["anyone", toStar(useLists.symmetric), "anyone (*)", "◐····", "where their own IAM allows it too"],
  [
    "a service under a condition",
    { who: { Service: "sns.amazonaws.com" }, may: "kms:Decrypt", if: { StringEquals: { "aws:SourceAccount": own } } },
    "the service sns.amazonaws.com",
    "◐····",
    `kms:Decrypt, only for resources of account ${own}`,
  ],
])("%s", (_, statement, name, signs, remark) => {
  expect(rowOf(drawn(accessOf(statement)), name)).toEqual([signs, remark]);
}); // prettier-ignore

test("what is undecided has a sign of its own and says why: unknown is not none", () => {
  const [first] = accessOf(users("role/App"));
  if (!first) throw new Error("no access");
  const lines = drawn([{ ...first, undecided: "the operator FooEquals is not known" }]);
  expect(rowOf(lines, "role/App")).toEqual(["?····", "undecided: the operator FooEquals is not known"]);
  expect(lines.at(-1)).toBe("? not known   · no");
  const both = drawn([first, { ...first, actions: ["kms:PutKeyPolicy"], undecided: "why" }]);
  expect(rowOf(both, "role/App")[0]).toBe("●··?·");
});

test("two entries of one principal: what holds for both is said once, what limits one names it", () => {
  const both = accessOf(users(other), grants(other));
  expect(
    remarkOf(
      both.filter(({ principal }) => principal.startsWith("account")),
      facts,
      extentsFor(facts),
    ),
  ).toBe("where that account's IAM allows it too; grant: only for AWS services on its behalf");
});

test("equal ones are one row with a count, their names below; whoever differs, or is no single user or role, stands alone", () => {
  const names = ["role/A", "role/B", "user/c"];
  const lines = drawn(accessOf(delegation, users([...names, other]), { who: "role/D", may: "kms:Decrypt" }));
  expect(lines.filter((line) => line.startsWith("role/A"))).toEqual([
    expect.stringMatching(/^role\/A \+2 +● /),
    "role/A +2: role/B, user/c",
  ]);
  expect(rowOf(lines, "role/D")).toEqual(["◐····", "kms:Decrypt"]);
  expect(rowOf(lines, `account ${other}`)[0]).toBe("◐····");
});

test("the risky stand on top: anyone, who may change the policy, other accounts, the rest", () => {
  const lines = drawn(
    accessOf({ who: "role/Z", may: "kms:Decrypt" }, users(other), admins("role/Ops"), toStar("kms:Decrypt")),
  );
  const order = lines.slice(1).map((line) => line.split("  ")[0]);
  expect(order.slice(0, 4)).toEqual([
    "anyone (*)",
    "role/Ops",
    `account ${other}`,
    expect.stringContaining(""),
  ]);
});

test("red is only what opens the key to anyone; without colour the same words stand there", () => {
  const access = accessOf(delegation, users(["role/App", other]), toStar("kms:Decrypt"));
  const coloured = drawn(access, 120, {}, createStyle(true));
  const red = coloured.filter((line) => line.includes("\u001b[31m"));
  expect(red).toHaveLength(1);
  expect(red[0]).toContain("anyone (*)");
  expect(coloured.map((line) => line.replaceAll(/\u001b\[[\d;]*m/g, ""))).toEqual(drawn(access, 120));
});

const hostile: readonly Access[] = [
  arn("role/a/very/long/path/that/goes/on/for/ever/and/ever/and/ever/VeryLongRoleNameIndeed"),
  arn("role/日本語の役割"),
  arn("role/evil\u001b[31mred\u202Ename"),
  "arn:aws:sts::111122223333:assumed-role/App/session@example.com",
].flatMap((principal) => accessOf(users("role/App")).map((entry) => ({ ...entry, principal })));
const various = [
  ...accessOf(delegation, admins("role/Ops"), users(["role/App", other]), grants("role/App")),
  ...hostile.map((entry, i) => ({ ...entry, actions: i % 2 === 0 ? entry.actions : ["kms:Decrypt"] })),
];

test.each([40, 60, 80, 120, 200])(
  "at %s columns nothing is cut inside a value, and only a long value is wider",
  (columns) => {
    const lines = drawn(various, columns).flatMap((line) => line.split("\n"));
    const text = lines.join("\n");
    expect(text).toContain(
      "role/a/very/long/path/that/goes/on/for/ever/and/ever/and/ever/VeryLongRoleNameIndeed",
    );
    expect(text).toContain("role/日本語の役割");
    expect(text).toContain("role/evil\\u001b[31mred\\u202ename");
    expect(text).not.toContain("\u001b");
    const wide = lines.filter((line) => shownWidth(line) > columns);
    expect(
      wide.every((line) =>
        line
          .trim()
          .split(" ")
          .some((word) => word.length > columns / 2),
      ),
    ).toBe(true);
  },
);

test("signs stand in their columns below wide characters, too", () => {
  const lines = drawn([...accessOf(users("role/App")), ...hostile.slice(1, 2)].map((entry, i) => ({ ...entry, actions: i === 0 ? entry.actions : ["kms:Decrypt"] }))); // prettier-ignore
  const before = lines.filter((line) => /^(role|arn)/.test(line) && /[●◐]/.test(line)).map((line) => shownWidth(line.slice(0, line.search(/[●◐]/)))); // prettier-ignore
  expect(new Set(before).size).toBe(1);
  expect(before).toHaveLength(2);
});

test("a narrow terminal has a block for each row", () => {
  expect(
    drawn(accessOf(users("role/App"), grants("role/App")), 40).flatMap((line) => line.split("\n")),
  ).toEqual([
    "role/App",
    "  ● use  ◐ grant",
    "    grant: only for AWS services on its",
    "    behalf",
    "",
    "● by this policy alone   ◐ with a limit,",
    "told in the row   · no",
  ]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["LC_ALL=C", { LC_ALL: "C", LANG: "en_US.UTF-8" }],
  ["TERM=dumb", { TERM: "dumb", LANG: "en_US.UTF-8" }],
])("%s: words instead of signs", (_, environment) => {
  const lines = drawn(accessOf(users("role/App"), grants("role/App")), 80, environment);
  expect(lines[1]).toMatch(/^role\/App +yes +part +- +- +-/);
  expect(lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
});

test("into a pipe each row is one line, whatever its length", () => {
  const lines = drawn(various, Number.POSITIVE_INFINITY);
  expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
  expect(lines.find((line) => line.startsWith("role/a/very"))).toMatch(/[●◐]/);
});

test("who-can names each action with --full, and says so where it counts", () => {
  const access = accessOf(delegation, { who: "role/X", may: ["kms:Decrypt", "kms:Encrypt", "kms:TagResource", "kms:EnableKey"] }); // prettier-ignore
  const layout = { style: plainStyle, columns: 200, signs: signsFor({}) };
  expect(renderWhoCan(access, facts, { ...layout, full: false })).toContain("… --full names every action\n");
  const full = renderWhoCan(access, facts, { ...layout, full: true });
  expect(full).toContain("role/X has kms:Decrypt, kms:EnableKey, kms:Encrypt and kms:TagResource\n");
  expect(renderWhoCan([], facts, { ...layout, full: false })).toBe("nobody\n");
  const open = renderWhoCan(accessOf(toStar("kms:Decrypt")), facts, { ...layout, full: false });
  expect(open).toMatch(/^PUBLIC {2}anyone may have kms:Decrypt, where their own IAM allows it too\n\nWHO /);
});
