import { describe, expect, test } from "vitest";
import type { Access } from "../../src/access/types.ts";
import { allowableActions } from "../../src/policy/kms-actions.ts";
import { permissionSetPattern } from "../../src/policy/permission-set.ts";
import { renderAccessDiff } from "../../src/render/access-diff.ts";
import { renderAccessList } from "../../src/render/access-list.ts";
import { riskiestGain, riskWords } from "../../src/render/risk.ts";
import { plainStyle } from "../../src/render/style.ts";
import type { People } from "../../src/world/people.ts";

const account = "111122223333";
const facts = { account, partition: "aws", region: "eu-west-1" };
const arn = (rest: string, of = account) => `arn:aws:iam::${of}:${rest}`;

const line = (principal: string, rest: Partial<Access> = {}): Access => ({
  ...{ principal, actions: ["kms:Decrypt"], via: "iam", when: [[]] },
  ...{ example: { principal, action: "kms:Decrypt", context: {} }, by: byPolicy("use") },
  ...rest,
});
const byPolicy = (name: string, of?: string): NonNullable<Access["by"]> => [
  {
    layer: "iam",
    policy: `arn:aws:iam::${account}:policy/${name}`,
    index: 0,
    ...(of !== undefined && { of }),
  },
];
const direct = (principal: string): Access =>
  line(principal, { via: "key-policy", by: [{ layer: "key-policy", index: 1 }] });
const all = allowableActions;

const listed = (access: readonly Access[], people?: People, full = false): readonly string[] =>
  renderAccessList(access, facts, { style: plainStyle, columns: 1000, full, people }).trimEnd().split("\n");
const lost = (entries: readonly Access[], people: People): readonly string[] =>
  renderAccessDiff({ equivalent: false, gained: [], lost: entries }, facts, {
    style: plainStyle,
    columns: 1000,
    full: false,
    more: "--full",
    people,
  })
    .trimEnd()
    .split("\n");

const people = (arns: readonly string[], used: Readonly<Record<string, string>> = {}): People => ({
  now: new Date("2026-11-29T12:00:00Z"),
  inAccount: (of) => (of === account ? arns : []),
  lastUsed: (wanted) => (used[wanted] === undefined ? undefined : new Date(used[wanted])),
});
const roles = (count: number) =>
  Array.from({ length: count }, (_, n) => arn(`role/r${String(n).padStart(2, "0")}`));

describe("those of whom the same is said are one line", () => {
  test("by the same policy", () => {
    expect(listed(roles(12).map((name) => line(name)))).toEqual([
      "12 roles have kms:Decrypt, by the managed policy use: role/r00, role/r01, role/r02 and 9 more",
      "… --full shows all",
    ]);
  });

  test("with --full every name is told", () => {
    const [first = ""] = listed(
      roles(12).map((name) => line(name)),
      undefined,
      true,
    );
    expect(first).toMatch(/role\/r09, role\/r10 and role\/r11$/);
  });

  test("roles and users are counted apart", () => {
    const both = [...roles(3), arn("user/a"), arn("user/b")].map((name) => line(name));
    expect(listed(both)[0]).toMatch(/^3 roles and 2 users have kms:Decrypt, by the managed policy use: /);
  });

  test("not by another policy, nor under other conditions", () => {
    const when = [[{ key: "kms:ViaService", test: "StringEquals", values: ["s3.eu-west-1.amazonaws.com"] }]];
    const lines = listed([
      line(arn("role/a")),
      line(arn("role/b"), { by: byPolicy("other") }),
      line(arn("role/c"), { when }),
      direct(arn("role/d")),
    ]);
    expect(lines).toEqual([
      "role/d has kms:Decrypt",
      "role/a has kms:Decrypt, by the managed policy use",
      "role/b has kms:Decrypt, by the managed policy other",
      "role/c has kms:Decrypt, by the managed policy use, only through s3.eu-west-1.amazonaws.com",
    ]);
  });
});

describe("those of other accounts who are not named", () => {
  const unnamed = (principal: string, actions: readonly string[] = ["kms:Decrypt"]): Access => ({
    ...{ principal, actions, via: "iam", when: [[]] },
    example: { principal, action: "kms:Decrypt", context: {} },
  });
  const others = (of: string, actions?: readonly string[]) => unnamed(`account:${of} (others)`, actions);
  const four = ["444455551000", "444455551001", "444455551002", "444455551003"].map((of) => others(of));

  test("are one line for all accounts of which the same is told", () => {
    expect(listed([...four, others("444455551004", ["kms:Encrypt"])])).toEqual([
      "those not named in 4 accounts have kms:Decrypt, where that account's IAM allows it too: 444455551000, 444455551001, 444455551002 and 1 more [another account]",
      "anyone else in account 444455551004 has kms:Encrypt, where that account's IAM allows it too [another account]",
      "… --full shows all",
    ]);
    expect(listed(four.slice(0, 2))).toEqual([
      "anyone else in account 444455551000 and anyone else in account 444455551001 have kms:Decrypt, where that account's IAM allows it too [another account]",
    ]);
    expect(listed(four, undefined, true)[0]).toContain("444455551002 and 444455551003");
  });

  test("but not with those of the key's own account, nor with accounts that are let in as a whole", () => {
    expect(listed([...four.slice(0, 1), others(account), unnamed("account:444455551009")])).toHaveLength(3);
  });
});

test("administrators are one line, by whatever policies", () => {
  const lines = listed([
    ...roles(3).map((name) => line(name, { actions: all, by: byPolicy("AdministratorAccess") })),
    line(arn("user/a"), { actions: all, by: byPolicy("PowerUserAccess", arn("group/devs")) }),
    line(arn("role/some"), { actions: all.slice(0, 20), by: byPolicy("AdministratorAccess") }),
  ]);
  expect(lines[0]).toBe(
    "4 administrators (3 roles and 1 user) have every action (kms:*), by the managed policy AdministratorAccess and the managed policy PowerUserAccess of group/devs: role/r00, role/r01, role/r02 and 1 more [may change this policy]",
  );
  expect(lines).toHaveLength(3);
});

test("roles that are linked to a service come last", () => {
  const linked = arn("role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX");
  expect(listed([line(linked), line(arn("role/a"))]).map((told) => told.split(" ")[0])).toEqual([
    "role/a",
    "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
  ]);
});

test.each([
  [
    arn("role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef"),
    "the SSO permission set Dev",
  ],
  [
    arn("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_b_0123456789abcdef", "444455556666"),
    "the SSO permission set A_b of 444455556666",
  ],
  // Without its path it is nobody: said as it stands.
  [arn("role/AWSReservedSSO_Dev_0123456789abcdef"), arn("role/AWSReservedSSO_Dev_0123456789abcdef")],
])("%s is %s", (principal, words) => {
  expect(listed([line(principal)])[0]).toMatch(new RegExp(`^${words} has `));
});

describe("nearly everybody is told by who is left out", () => {
  const everyone = roles(20);
  test.each<readonly [what: string, access: readonly Access[], words: string]>([
    ["everybody", everyone.map(direct), "every user and role of this account has kms:Decrypt"],
    [
      "all but two",
      everyone.slice(2).map(direct),
      "every user and role of this account but role/r00 and role/r01 has kms:Decrypt",
    ],
    [
      "the root user among them",
      [...everyone.slice(1).map(direct), direct(`root-user:${account}`)],
      "the root user and every user and role of this account but role/r00 have kms:Decrypt",
    ],
    [
      "all but four",
      everyone.slice(4).map(direct),
      "16 roles have kms:Decrypt: role/r04, role/r05, role/r06 and 13 more",
    ],
    [
      "as many of whom the data knows nothing",
      [...everyone.slice(5), ...["v", "w", "x", "y", "z"].map((name) => arn(`role/${name}`))].map(direct),
      "20 roles have kms:Decrypt: role/r05, role/r06, role/r07 and 17 more",
    ],
  ])("%s", (_, access, words) => {
    expect(listed(access, people(everyone))[0]).toBe(words);
  });

  test("few are named all the same", () => {
    expect(listed(roles(2).map(direct), people(roles(2)))).toEqual([
      "role/r00 and role/r01 have kms:Decrypt",
    ]);
  });
});

test("who loses something and was used lately is named first, and when that was", () => {
  const used = { [arn("role/r04")]: "2026-11-27T10:00:00Z", [arn("role/r05")]: "2026-11-29T11:00:00Z" };
  expect(
    lost(
      roles(6).map((name) => line(name)),
      people(roles(9), used),
    )[0],
  ).toBe(
    "- 6 roles lose kms:Decrypt, by the managed policy use: role/r05 (used today), role/r04 (used 2 days ago), role/r00 and 3 more",
  );
});

describe("an account of which only one permission set is let in is told by that set", () => {
  const bySet = (name: string, of: string): Access => ({
    ...{
      principal: `account:${of}${of === account ? "" : " (others)"}`,
      actions: ["kms:Decrypt"],
      via: "iam",
    },
    when: [
      [
        {
          ...{ key: "aws:PrincipalArn", test: "ArnLike" },
          values: [permissionSetPattern({ name, account: of })],
        },
      ],
    ],
    example: { principal: arn("role/any", of), action: "kms:Decrypt", context: {} },
  });

  test("in what a change takes and gives", () => {
    expect(lost([bySet("Ops", account), bySet("Dev", "444455556666")], people([]))).toEqual([
      "- sso/Dev@444455556666 loses kms:Decrypt, where that account's IAM allows it too",
      "- sso/Ops loses kms:Decrypt, where IAM allows it too",
    ]);
  });

  test("and nothing is said of what AWS adds later to all of its account", () => {
    const gained = [bySet("Dev", "444455556666")];
    const future = {
      gained: [{ principal: "account:444455556666", wildcards: ["kms:ReEncrypt*"] }],
      lost: [],
    };
    const told = (full: boolean) =>
      renderAccessDiff({ equivalent: false, gained, lost: [], futureActions: true, future }, facts, {
        ...{ style: plainStyle, columns: 1000, full, more: "--full" },
      });
    expect(told(false)).not.toContain("later");
    expect(told(true)).toContain(
      "later, account 444455556666 will also gain what AWS adds to kms:ReEncrypt*",
    );
  });

  test("one of another account is the riskier one, and the question names it", () => {
    const gained = [bySet("Ops", account), bySet("Dev", "444455556666")];
    const riskiest = riskiestGain(gained, facts);
    expect(riskiest?.principal).toBe("sso/Dev@444455556666");
    expect(riskiest && riskWords(riskiest, facts)).toBe("another account");
  });
});
