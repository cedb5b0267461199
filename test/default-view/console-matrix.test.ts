import { describe, expect, test } from "vitest";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { allowDeletion } from "../../src/default-view/allow-deletion.ts";
import { denyDeletion } from "../../src/default-view/deny-deletion.ts";
import { grantAccounts } from "../../src/default-view/grant-accounts.ts";
import { grantService } from "../../src/default-view/grant-service.ts";
import { prune } from "../../src/default-view/prune.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { removeAdmins } from "../../src/default-view/remove-admins.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { revokeAccounts } from "../../src/default-view/revoke-accounts.ts";
import { upgrade } from "../../src/default-view/upgrade.ts";
import { expandGroup } from "../../src/other-half/group.ts";
import { ensureIamDelegation } from "../../src/other-half/iam-delegation.ts";
import { iamPolicyForKey } from "../../src/other-half/iam-policy.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import { sample } from "../support/long-form.ts";
import { administers, matrix, uses, type Row } from "./console-matrix.ts";
import { adminLists, admins, delegation, grants, useLists, users, words } from "./console-policies.ts";
import { accessChange, arn, other, own, policy, type Short } from "./support.ts";

// Each verb on a console policy of each kind of key and each version: the text after, and who gains or loses what.

/** The console's policy of a row, with these administrators (of that list) and users; lists stand one entry a line. */
const written = (row: Row, who: { admins?: string[]; list?: Row["list"]; users?: string[] } = {}) => {
  const {
    admins: ops = ["role/Ops", "user/Ann"],
    list = row.list,
    users: apps = ["role/App", "user/Bob"],
  } = who;
  const use = [users(apps, useLists[row.use]), ...(row.grants ? [grants(apps)] : [])];
  const statements: readonly Short[] = [
    delegation,
    ...(ops.length > 0 ? [admins(ops, adminLists[list])] : []),
    ...(apps.length > 0 ? use : []),
  ];
  return policy(...statements);
};

/** Text and access change of an edit, which done twice is done once. */
const expectEdit = (
  row: Row,
  before: PolicyDocument,
  edit: (document: PolicyDocument) => PolicyDocument,
  after: PolicyDocument,
  access: readonly string[],
) => {
  const edited = edit(before);
  expect(edited.text).toBe(after.text);
  expect(accessChange(before, edited, row.facts)).toEqual(access);
  expect(edit(edited)).toBe(edited);
};

const rows = sample(matrix, 2, ({ kind, list }) => [kind, list]).map((row) => ({
  ...row,
  version: row.list,
}));

describe.each(rows)("$kind key, $version", (row) => {
  const { facts } = row;
  const before = written(row);

  test("show", () => {
    expect(readDefaultView(before, facts)).toMatchObject({
      class: row.gains === "" ? "console" : "console-outdated",
      ...{
        defaultView: true,
        iamDelegation: true,
        accounts: [],
        services: [],
        orphans: [],
        otherStatements: [],
      },
      admins: [arn("role/Ops"), arn("user/Ann")],
      adminsMayDelete: row.list === row.allowed,
      users: [arn("role/App"), arn("user/Bob")],
    });
  });

  test("add-admin, remove-admin", () => {
    const after = written(row, { admins: ["role/Ops", "user/Ann", "role/Lead"] });
    expectEdit(row, before, (document) => addAdmins(document, ["role/Lead"], facts).document, after, [
      `+ role/Lead ${administers(row.list)}`,
    ]);
    expectEdit(row, after, (document) => removeAdmins(document, ["role/Lead"], facts).document, before, [
      `- role/Lead ${administers(row.list)}`,
    ]);
    const none = written(row, { admins: [] });
    expectEdit(
      row,
      before,
      (document) => removeAdmins(document, ["role/Ops", "user/Ann"], facts).document,
      none,
      [`- role/Ops ${administers(row.list)}`, `- user/Ann ${administers(row.list)}`],
    );
  });

  test("allow-deletion, deny-deletion", () => {
    const change = (sign: string, changes: boolean) =>
      changes ? ["role/Ops", "user/Ann"].map((who) => `${sign} ${who} ${words.deletion}`) : [];
    expectEdit(
      ...([row, before, (document: PolicyDocument) => allowDeletion(document, [], facts).document] as const),
      ...([written(row, { list: row.allowed }), change("+", row.list !== row.allowed)] as const),
    );
    expectEdit(
      ...([row, before, (document: PolicyDocument) => denyDeletion(document, [], facts).document] as const),
      ...([written(row, { list: row.denied }), change("-", row.list !== row.denied)] as const),
    );
  });

  test("add-user, remove-user", () => {
    const after = written(row, { users: ["role/App", "user/Bob", "role/ci/Build"] });
    expectEdit(row, before, (document) => addUsers(document, ["role/ci/Build"], facts).document, after, [
      `+ role/ci/Build ${uses(row)}`,
    ]);
    expectEdit(row, after, (document) => removeUsers(document, ["role/ci/Build"], facts).document, before, [
      `- role/ci/Build ${uses(row)}`,
    ]);
    const none = written(row, { users: [] });
    expectEdit(
      row,
      before,
      (document) => removeUsers(document, ["role/App", "user/Bob"], facts).document,
      none,
      [`- role/App ${uses(row)}`, `- user/Bob ${uses(row)}`],
    );
  });

  test("grant-account, revoke-account, and the half of the other account", () => {
    const after = written(row, { users: ["role/App", "user/Bob", arn("root", other)] });
    const theirs = arn("root", other);
    expectEdit(row, before, (document) => grantAccounts(document, [other], facts).document, after, [
      `+ ${theirs} ${uses(row)}`,
    ]);
    expectEdit(row, after, (document) => revokeAccounts(document, [other], facts).document, before, [
      `- ${theirs} ${uses(row)}`,
    ]);
    const { Statement } = iamPolicyForKey({ keyArn: facts.arn, facts }) as {
      Statement: { Action: string[] }[];
    };
    expect(Statement.map(({ Action }) => Action)).toEqual([
      useLists[row.use],
      ...(row.grants ? [["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]] : []),
    ]);
  });

  test("add-group, both ways", () => {
    const group = { group: "Dev", users: [arn("user/Eve"), arn("user/team/Joe")] };
    const after = written(row, { users: ["role/App", "user/Bob", "user/Eve", "user/team/Joe"] });
    expectEdit(row, before, (document) => expandGroup(document, group, facts).document, after, [
      `+ user/Eve ${uses(row)}`,
      `+ user/team/Joe ${uses(row)}`,
    ]);
    expect(ensureIamDelegation(before, facts).document).toBe(before);
  });

  test("grant-service: a service encrypts with symmetric keys, and is refused on all others", () => {
    const source = { sourceAccounts: [own] };
    const grant = () => grantService(before, ["sns"], facts, source).document;
    if (!row.grants) {
      expect(grant).toThrow(expect.objectContaining({ exit: 3, code: "service-key-type" }) as Error);
      return;
    }
    expect(grant().text).toContain('"Sid": "Allow SNS to use the key"');
    expect(grantService(grant(), ["sns"], facts, source).document.statements).toHaveLength(5);
  });

  test("prune", () => {
    const dead = written(row, {
      admins: ["role/Ops", "AROACKCEVSQ6C2EXAMPLE", "user/Ann"],
      users: ["AIDACKCEVSQ6C2EXAMPLE", "role/App", "user/Bob"],
    });
    expectEdit(row, dead, (document) => prune(document, [], facts).document, before, []);
  });

  test("upgrade", () => {
    const after = written(row, { list: row.upgraded });
    const gain = row.gains === "" ? [] : ["role/Ops", "user/Ann"].map((who) => `+ ${who} ${row.gains}`);
    expectEdit(row, before, (document) => upgrade(document, [], facts).document, after, gain);
  });
});
