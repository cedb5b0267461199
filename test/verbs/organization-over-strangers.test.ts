import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

/**
 * The policies of an organization bind everybody whose account has a place in it, whether or not there is IAM data of him
 * (Organizations User Guide, "Service control policies"): `can`, `who-can` and `what-can` tell one story of them.
 */

const owner = "111122223333";
const partner = "444455556666";
const Resource = "*";
const key = `arn:aws:kms:eu-west-1:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      ...{ Effect: "Allow", Action: ["kms:Decrypt", "kms:Encrypt"], Resource },
      Principal: { AWS: [`arn:aws:iam::${owner}:role/App`, `arn:aws:iam::${partner}:root`] },
    },
  ],
};
const full = { Statement: { Effect: "Allow", Action: "*", Resource } };

interface Over {
  readonly root?: readonly object[];
  readonly account?: readonly object[];
  readonly Type?: string;
}

const organization = ({ root = [full], account = [full], Type = "SERVICE_CONTROL_POLICY" }: Over) => {
  const named = [...root, ...account].map((text, place) => ({ id: `p-${place}`, text }));
  return {
    Organization: { Id: "o-abc1234567", MasterAccountId: "999988887777" },
    Parents: { [owner]: "r-1", [partner]: "r-1" },
    PolicyTypes: [Type],
    Policies: named.map(({ id, text }) => ({
      PolicySummary: { Id: id, Name: id, Type },
      ...("unread" in text ? {} : { Content: JSON.stringify(text) }),
    })),
    Attachments: {
      "r-1": named.slice(0, root.length).map(({ id }) => id),
      [owner]: named.slice(root.length).map(({ id }) => id),
      [partner]: named.slice(0, 1).map(({ id }) => id),
    },
  };
};

const place = async (over: Over) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-strangers-"));
  const [policy, data] = [join(state, "1234abcd-12ab-34cd-56ef-1234567890ab.json"), join(state, "org.json")];
  await writeFile(policy, JSON.stringify(keyPolicy));
  await writeFile(data, JSON.stringify(organization(over)));
  const known = ["--iam-data", data, "--json"];
  const run = async (...args: readonly string[]) =>
    JSON.parse((await within({ state }, [...args, ...known])).stdout) as Told;
  const rowOf = ({ via, when, undecided }: Row) => ({ via, when, undecided: undecided !== undefined });
  return {
    can: (who: string, action: string) => run("can", policy, who, action, "--key-arn", key),
    whoCan: async (word: string, action: string) => {
      const { access = [] } = await run("who-can", policy, action, "--key-arn", key);
      return access.filter(({ principal }) => principal === word).map(rowOf);
    },
    whatCan: async (who: string, action: string) => {
      const from = ["--from", policy, "--account", owner, "--region", "eu-west-1"];
      const { keys = [] } = await run("what-can", who, action, ...from);
      return keys.flatMap(({ access }) => access.map(rowOf));
    },
  };
};

interface Row {
  readonly principal: string;
  readonly via: string;
  readonly when: readonly object[];
  readonly undecided?: string;
}
interface Told {
  readonly decision?: string;
  readonly undecided?: string;
  readonly notLookedAt: readonly string[];
  readonly access?: readonly Row[];
  readonly keys?: readonly { readonly access: readonly Row[] }[];
}

const app = `arn:aws:iam::${owner}:role/App`;
const deny = (rest: object = {}) => ({
  Statement: { Effect: "Deny", Action: "kms:Decrypt", Resource, ...rest },
});
const allow = (rest: object) => ({ Statement: { Effect: "Allow", Resource, ...rest } });
const throughVpc = { StringEquals: { "aws:SourceVpc": "vpc-12345678" } };
const always = { via: "key-policy", when: [[]], undecided: false };
const inVpc = {
  ...always,
  when: [[{ key: "aws:SourceVpc", test: "StringEquals", values: ["vpc-12345678"] }]],
};

test.each<[string, Over, string, readonly object[]]>([
  ["a Deny over the account", { account: [full, deny()] }, "denied", []],
  ["a Deny over the root", { root: [full, deny()] }, "denied", []],
  ["a level that allows other things alone", { account: [allow({ Action: "s3:*" })] }, "denied", []],
  ["a level that allows just that", { account: [allow({ Action: "kms:Dec*" })] }, "allowed", [always]],
  [
    "two that allow it together",
    { account: [allow({ Action: "s3:*" }), allow({ NotAction: "s3:*" })] },
    "allowed",
    [always],
  ],
  [
    "an Allow under a condition",
    { account: [allow({ Action: "*", Condition: throughVpc })] },
    "denied",
    [inVpc],
  ],
  [
    "a Deny of another Region",
    { account: [full, deny({ Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } })] },
    "allowed",
    [always],
  ],
  [
    "a Deny but for the role",
    { account: [full, deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": app } } })] },
    "allowed",
    [always],
  ],
  ["a resource control policy", { account: [deny()], Type: "RESOURCE_CONTROL_POLICY" }, "denied", []],
  [
    "policies of a type that is not switched on",
    { account: [deny()], Type: "TAG_POLICY" },
    "allowed",
    [always],
  ],
])("a role without IAM data under %s", async (_, over, decision, rows) => {
  const { can, whoCan, whatCan } = await place(over);
  const answer = await can("role/App", "kms:Decrypt");
  expect(answer.decision).toBe(decision);
  expect(answer.notLookedAt).not.toContain("service control policies");
  expect(await whoCan(app, "kms:Decrypt")).toEqual(rows);
  expect(await whatCan("role/App", "kms:Decrypt")).toEqual(rows);
});

test("a policy without a text leaves it open, in each of them", async () => {
  const { can, whoCan, whatCan } = await place({ account: [full, { unread: true }] });
  expect((await can("role/App", "kms:Decrypt")).undecided).toBeDefined();
  for (const rows of [await whoCan(app, "kms:Decrypt"), await whatCan("role/App", "kms:Decrypt")])
    expect(rows).toMatchObject([{ via: "key-policy", undecided: true }]);
});

test("the account beside it is bound by its own levels", async () => {
  const { can, whoCan } = await place({ account: [full, deny()] });
  expect((await can(`arn:aws:iam::${partner}:role/Any`, "kms:Decrypt")).decision).toBe("needs-iam");
  expect((await can(`root-user:${partner}`, "kms:Decrypt")).decision).toBe("needs-iam");
  expect(await whoCan(`account:${partner}`, "kms:Decrypt")).toEqual([{ ...always, via: "iam" }]);
});

test("a condition on the organization is settled where the account's is known", async () => {
  const elsewhere = { StringNotEquals: { "aws:PrincipalOrgID": "o-zzz1234567" } };
  const { can, whoCan } = await place({
    account: [deny({ Condition: elsewhere })],
    Type: "RESOURCE_CONTROL_POLICY",
  });
  expect((await can("role/App", "kms:Decrypt")).decision).toBe("denied");
  expect(await whoCan(app, "kms:Decrypt")).toEqual([]);
});

test("diff says of documents with several keys what it says of one policy: of whose policies it knows", async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-strangers-"));
  const write = async (name: string, value: unknown) => {
    await writeFile(join(state, name), JSON.stringify(value));
    return join(state, name);
  };
  const data = await write("org.json", organization({}));
  const nobody = { Version: "2012-10-17", Statement: [] };
  const keys = (policy: object) => ({
    Resources: Object.fromEntries(
      ["A", "B"].map((name) => [name, { Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy } }]),
    ),
  });
  const notLookedAt = async (before: string, after: string, known: readonly string[]) => {
    const line = ["diff", before, after, ...known, "--iam-data", data, "--json"];
    return (JSON.parse((await within({ state }, line)).stdout) as Told).notLookedAt;
  };
  const [one, other] = [await write("a.json", nobody), await write("b.json", keyPolicy)];
  const alone = await notLookedAt(one, other, ["--key-arn", key]);
  expect(alone.join()).not.toContain("service control policies");
  const [old, fresh] = [await write("old.json", keys(nobody)), await write("new.json", keys(keyPolicy))];
  expect(await notLookedAt(old, fresh, ["--account", owner])).toEqual(alone);
});
