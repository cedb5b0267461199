import { describe, expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { containerIn } from "../../src/container/container-in.ts";
import type { Contained } from "../../src/container/contained.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { opaquePrincipal, symbolText } from "../../src/policy/symbols.ts";

// A plan as `terraform show -json` prints it, one trait of it at a time: whose policy it tells, of when, and what it does not know.

const statement = (Action: string) => ({ Effect: "Allow", Principal: "*", Action, Resource: "*" });
const policy = (action = "kms:Decrypt") =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement(action)] });
const arn = (id: string, account = "111122223333") => `arn:aws:kms:eu-west-1:${account}:key/${id}`;

interface Entry {
  readonly [member: string]: unknown;
}
const entry = (address: string, change: Entry, more: Entry = {}): Entry => {
  const type = /(?:^|\.)((?:aws|google)_\w+|data\.aws_\w+)\.[\w-]+(?:\[.*\])?$/.exec(address)?.[1] ?? "";
  return { address, type: type.replace("data.", ""), change: { actions: ["no-op"], ...change }, ...more };
};
const key = (name: string, values: Entry, change: Entry = {}, more: Entry = {}): Entry =>
  entry(name, { before: values, after: values, ...change }, more);

const read = async (changes: readonly Entry[], more: Entry = {}) => {
  const plan = { format_version: "1.2", resource_changes: changes, ...more };
  const text = JSON.stringify(plan, undefined, 1);
  const found = await containerIn(text, "plan.json", { parameters: new Map() });
  return { text, keys: found?.keys ?? [] };
};

/** A policy by its first action, what is not known by its reason. */
const told = (one: Contained | undefined): string => {
  if (!one) return "nothing";
  if (one.state === "none") return "none";
  if (one.state === "unknown") return one.message;
  if (one.isDefault) return "default";
  return (JSON.parse(one.text) as { Statement: { Action: string }[] }).Statement[0]?.Action ?? "";
};
const keysOf = async (changes: readonly Entry[], more: Entry = {}) =>
  (await read(changes, more)).keys.map(({ selector, before, policy: after }) => [
    selector,
    told(before),
    told(after),
  ]);

const expressions = (address: string, expressions: Entry) => ({ address, expressions });
const configured = (...resources: readonly Entry[]): Entry => ({
  configuration: { root_module: { resources } },
});

describe("before and after", () => {
  const both = { before: { policy: policy() }, after: { policy: policy("kms:Sign") } };

  test.each<[what: string, change: Entry, before: string, after: string]>([
    ["a change", both, "kms:Decrypt", "kms:Sign"],
    ["a key to come", { ...both, before: null }, "none", "kms:Sign"],
    ["a key that goes", { ...both, after: null }, "kms:Decrypt", "none"],
    ["an empty policy", { before: { policy: "" }, after: { policy: " " } }, "default", "default"],
    [
      "a policy that was hidden",
      { ...both, before_sensitive: { policy: true } },
      "the policy is marked as sensitive, and is not shown",
      "kms:Sign",
    ],
    [
      "a policy that is hidden",
      { ...both, after_sensitive: { policy: true } },
      "kms:Decrypt",
      "the policy is marked as sensitive, and is not shown",
    ],
    [
      "another attribute that is hidden",
      { ...both, after_sensitive: { tags: true } },
      "kms:Decrypt",
      "kms:Sign",
    ],
    [
      "a policy that comes later",
      { ...both, after: {}, after_unknown: { policy: true } },
      "kms:Decrypt",
      "the policy is known only after apply",
    ],
    [
      "none, where only others come later",
      { after: {}, before: {}, after_unknown: { arn: true } },
      "default",
      "default",
    ],
  ])("%s", async (_, change, before, after) => {
    expect(await keysOf([entry("aws_kms_key.app", change)])).toEqual([["aws_kms_key.app", before, after]]);
  });

  test("what waits for apply names what it waits for, each once", async () => {
    const waits = entry("aws_kms_key.app", { before: null, after: {}, after_unknown: { policy: true } });
    const references = ["data.x.y.json", "data.x.y", "local.z"];
    const config = configured(expressions("aws_kms_key.app", { policy: { references } }));
    expect((await keysOf([waits], config))[0]?.[2]).toBe(
      "the policy is known only after apply; it depends on data.x.y.json and local.z",
    );
    const without = configured(expressions("aws_kms_key.app", { description: {} }));
    expect((await keysOf([waits], without))[0]?.[2]).toBe("default");
  });

  test("what Terraform keeps of an object that was replaced is no key", async () => {
    const deposed = key("aws_kms_key.app", { policy: policy() }, {}, { deposed: "abcd1234" });
    expect(await keysOf([deposed, key("aws_kms_key.b", {})])).toEqual([
      ["aws_kms_key.b", "default", "default"],
    ]);
  });
});

describe("what becomes of a key", () => {
  const fate = async (actions: readonly string[], change: Entry = {}, more: Entry = {}) => {
    const { keys } = await read([
      entry("aws_kms_key.app", { before: {}, after: {}, actions, ...change }, more),
    ]);
    return { ...keys[0]?.fate, ...(keys[0]?.retained !== undefined && { retained: keys[0].retained }) };
  };
  test.each<[actions: readonly string[], change: Entry, more: Entry, expected: Entry]>([
    [["no-op"], {}, {}, { change: "same" }],
    [["read"], {}, {}, { change: "changed" }],
    [["update"], {}, {}, { change: "changed" }],
    [["create"], {}, {}, { change: "added" }],
    [["delete"], {}, {}, { change: "removed", retained: false }],
    [["forget"], {}, {}, { change: "removed", because: "forgotten", retained: true }],
    [["delete", "create"], {}, {}, { change: "replaced" }],
    [
      ["create", "delete"],
      { replace_paths: [["key_usage"], ["a", 0]] },
      {},
      { change: "replaced", because: "by key_usage, a.0" },
    ],
    [
      ["no-op"],
      {},
      { previous_address: "aws_kms_key.old" },
      { change: "moved", because: "from aws_kms_key.old" },
    ],
  ])("%j", async (actions, change, more, expected) => {
    expect(await fate(actions, change, more)).toEqual(expected);
  });

  test("a change of the policy's own resource changes the key", async () => {
    const put = entry("aws_kms_key_policy.app", {
      ...{ actions: ["update"], before: { key_id: "k", policy: policy() }, after: { key_id: "k" } },
    });
    const { keys } = await read([key("aws_kms_key.app", { key_id: "k" }), put]);
    expect(keys.map(({ fate: one }) => one?.change)).toEqual(["changed"]);
  });
});

describe("a policy with a resource of its own", () => {
  const put = (values: Entry, address = "aws_kms_key_policy.app") =>
    key(address, { policy: policy("kms:Sign"), ...values });

  test.each([
    ["the key's id", "k"],
    ["the key's ARN", arn("k")],
  ])("is found by %s", async (_, id) => {
    const own = key("aws_kms_key.app", { key_id: "k", arn: arn("k"), policy: policy() });
    const other = key("aws_kms_key.b", { key_id: "b", arn: arn("b"), policy: policy() });
    const { keys } = await read([other, own, put({ key_id: id })]);
    expect(keys.map(({ selector, names, policy: one }) => [selector, names?.[0], told(one)])).toEqual([
      ["aws_kms_key.b", "aws_kms_key.b", "kms:Decrypt"],
      ["aws_kms_key.app", "aws_kms_key_policy.app", "kms:Sign"],
    ]);
  });

  const refers = (references: readonly string[], more: Entry = {}) => ({
    address: "aws_kms_key_policy.app",
    expressions: { key_id: { references }, ...more },
  });

  test("is found by what it refers to, within its module and at its index", async () => {
    const inModule = {
      configuration: {
        root_module: {
          module_calls: { m: { module: { resources: [refers(["aws_kms_key.app.id", "aws_kms_key.app"])] } } },
        },
      },
    };
    const plain = ["aws_kms_key.app", "module.m.aws_kms_key.app"].map((name) => key(name, {}));
    const found = await keysOf([...plain, put({}, "module.m.aws_kms_key_policy.app")], inModule);
    expect(found).toEqual([
      ["aws_kms_key.app", "default", "default"],
      ["module.m.aws_kms_key.app", "kms:Sign", "kms:Sign"],
    ]);
    const counted = ['aws_kms_key.app["a"]', 'aws_kms_key.app["b"]'].map((name) => key(name, {}));
    expect(
      await keysOf(
        [...counted, put({}, 'aws_kms_key_policy.app["b"]')],
        configured(refers(["aws_kms_key.app"])),
      ),
    ).toEqual([
      ['aws_kms_key.app["a"]', "default", "default"],
      ['aws_kms_key.app["b"]', "kms:Sign", "kms:Sign"],
    ]);
  });

  test("of a key that has one of its own, too, is told as its rival", async () => {
    const changes = [key("aws_kms_key.app", { key_id: "k" }), put({ key_id: "k" })];
    const twice = await read(changes, configured(expressions("aws_kms_key.app", { policy: {} })));
    expect(twice.keys[0]?.rival?.message).toBe(
      "aws_kms_key.app has a policy of its own, and aws_kms_key_policy.app puts another one",
    );
    const once = await read(changes, configured(expressions("aws_kms_key.app", { description: {} })));
    expect(once.keys[0]?.rival).toBeUndefined();
  });

  test("of a key that is in no plan stands by itself", async () => {
    expect(await keysOf([put({ key_id: "elsewhere" })])).toEqual([
      ["aws_kms_key_policy.app", "kms:Sign", "kms:Sign"],
    ]);
  });
});

describe("names and facts", () => {
  test("a key is found by its earlier name and without quotation marks, too", async () => {
    const moved = key('aws_kms_key.app["a"]', {}, {}, { previous_address: "aws_kms_key.old" });
    expect((await read([moved])).keys[0]?.names).toEqual(["aws_kms_key.old", "aws_kms_key.app[a]"]);
  });

  test("the account of a key to come is that of the others, where they have one", async () => {
    const fresh = entry("aws_kms_key.fresh", { actions: ["create"], before: null, after: {} });
    const accounts = async (...others: readonly string[]) => {
      const there = others.map((account, n) => key(`aws_kms_key.k${n}`, { arn: arn(`k${n}`, account) }));
      const found = (await read([...there, fresh])).keys.at(-1);
      return [found?.facts.account, found?.facts.partition, found?.notes?.[0]];
    };
    expect(await accounts("111122223333", "111122223333")).toEqual([
      ...["111122223333", "aws", "the account 111122223333 is that of the other keys of this plan"],
    ]);
    expect(await accounts("111122223333", "444455556666")).toEqual([undefined, undefined, undefined]);
    const own = (await read([key("aws_kms_key.a", { arn: arn("a") })])).keys[0];
    expect([own?.facts.account, own?.notes]).toEqual(["111122223333", undefined]);
  });

  test("what the key was stands beside what it will be", async () => {
    const turned = entry("aws_kms_key.app", {
      before: { key_usage: "ENCRYPT_DECRYPT" },
      after: { key_usage: "SIGN_VERIFY" },
    });
    const [found] = (await read([turned])).keys;
    expect([found?.beforeFacts?.usage, found?.facts.usage]).toEqual(["ENCRYPT_DECRYPT", "SIGN_VERIFY"]);
  });
});

describe("a data document that is read during apply", () => {
  const later = "known only after apply";
  const marks = (unknown: Entry) => [unknown];
  const documented = async (known: Entry, unknown: Entry, expression: Entry, module = "") => {
    const data = entry(`${module}data.aws_iam_policy_document.doc`, {
      ...{ actions: ["read"], before: null, after: { statement: [known] } },
      after_unknown: { statement: marks(unknown) },
    });
    const waits = entry(`${module}aws_kms_key.app`, {
      ...{ actions: ["create"], before: null, after: {}, after_unknown: { policy: true } },
    });
    const policyOf = {
      references: ["data.aws_iam_policy_document.doc.json", "data.aws_iam_policy_document.doc"],
    };
    const resources = [
      expressions("aws_kms_key.app", { policy: policyOf }),
      expressions("data.aws_iam_policy_document.doc", { statement: [expression] }),
    ];
    const inner = { resources };
    const root_module = module === "" ? inner : { module_calls: { m: { module: inner } } };
    const { keys, text } = await read([waits, data], { configuration: { root_module } });
    const found = keys[0]?.policy;
    if (found?.state !== "policy") return { statement: told(found), found, text };
    const [first] = (JSON.parse(found.text) as { Statement: readonly unknown[] }).Statement;
    return { statement: first, found, text };
  };

  test("what is known is there, and what is not is somebody, something, never nothing", async () => {
    const { statement: read } = await documented(
      {
        ...{ sid: "A", actions: ["kms:Sign"], not_actions: [], resources: ["*"] },
        principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/App"] }],
        condition: [{ test: "StringEquals", variable: "kms:ViaService", values: [] }],
      },
      {
        principals: [{ identifiers: [false, true] }],
        condition: [{ values: true }],
      },
      {
        principals: [{ identifiers: { references: ["aws_iam_role.new.arn", "aws_iam_role.new"] } }],
        condition: [{ values: { references: ["local.service"] } }],
      },
    );
    expect(read).toMatchObject({ Sid: "A", Effect: "Allow", Action: "kms:Sign", Resource: "*" });
    const principals = ["arn:aws:iam::111122223333:role/App", opaquePrincipal("aws_iam_role.new.arn", later)];
    expect(read).toMatchObject({ Principal: { AWS: principals } });
    expect(read).toMatchObject({
      Condition: { StringEquals: { "kms:ViaService": symbolText("local.service") } },
    });
  });

  test("NotPrincipal, NotAction and NotResource stay what they are", async () => {
    const { statement: read } = await documented(
      {
        ...{ effect: "Deny", not_actions: ["kms:Get*"], not_resources: ["arn:x"] },
        not_principals: [{ type: "AWS", identifiers: ["444455556666"] }],
      },
      {},
      {},
    );
    expect(read).toEqual({
      ...{
        Effect: "Deny",
        NotPrincipal: { AWS: "444455556666" },
        NotAction: "kms:Get*",
        NotResource: "arn:x",
      },
    });
  });

  test("one that nothing is referred by has a name all the same", async () => {
    const { statement: read } = await documented(
      { principals: [{ type: "AWS", identifiers: [] }], actions: ["kms:*"] },
      { principals: [{ identifiers: true }] },
      {},
    );
    expect(read).toMatchObject({ Principal: { AWS: opaquePrincipal(`(${later})`, later) } });
  });

  const someone = symbolText(`(${later})`);
  test.each<[what: string, known: Entry, unknown: Entry, expression: Entry, read: Entry]>([
    [
      "its effect",
      {},
      { effect: true },
      { effect: { references: ["var.mode"] } },
      { Effect: symbolText("var.mode") },
    ],
    ["its effect, referred to by nothing", {}, { effect: true }, {}, { Effect: someone }],
    ["its effect, which is known", { effect: "Deny" }, { effect: false }, {}, { Effect: "Deny" }],
    [
      "of what kind its principals are",
      { principals: [{ identifiers: ["*"] }] },
      { principals: [{ type: true }] },
      { principals: [{ type: { references: ["var.kind"] } }] },
      { Principal: { [symbolText("var.kind")]: "*" } },
    ],
    [
      "its principals",
      {},
      { principals: true },
      {},
      { Principal: { AWS: opaquePrincipal(`(${later})`, later) } },
    ],
    [
      "its other principals",
      {},
      { not_principals: true },
      {},
      { NotPrincipal: { AWS: opaquePrincipal(`(${later})`, later) } },
    ],
    ["its conditions", {}, { condition: true }, {}, { Condition: { [someone]: { [someone]: [] } } }],
    [
      "a test and a key",
      { condition: [{ values: ["x"] }] },
      { condition: [{ test: true, variable: true }] },
      { condition: [{ test: { references: ["var.t"] }, variable: { references: ["var.k"] } }] },
      { Condition: { [symbolText("var.t")]: { [symbolText("var.k")]: "x" } } },
    ],
  ])("what is not known of a statement is not left out: %s", async (_, known, unknown, expression, read) => {
    const { statement } = await documented({ actions: ["kms:Sign"], ...known }, unknown, expression);
    expect(statement).toMatchObject(read);
  });

  test("where it is not known whether one allows or denies, under which conditions and whom, nobody is told to have it for certain", async () => {
    const whom = { principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/App"] }] };
    const decide = async (unknown: Entry) => {
      const { found } = await documented({ ...whom, actions: ["kms:Sign"], resources: ["*"] }, unknown, {});
      if (found?.state !== "policy") throw new Error("no policy");
      const document = documentOf(parsePolicyText(found.text, "json"));
      if (!document) throw new Error("no document");
      const request = { principal: "arn:aws:iam::111122223333:role/App", action: "kms:Sign", context: {} };
      return decideRequest(readPolicy(document), request, { account: "111122223333" });
    };
    expect(await decide({})).toMatchObject({ decision: "allowed" });
    expect((await decide({})).undecided).toBeUndefined();
    for (const unknown of [{ effect: true }, { condition: true }])
      expect((await decide(unknown)).undecided).toContain(`what \${(${later})} stands for is not known here`);
  });

  test("it is that of its own module, and its parts have places in the plan", async () => {
    const known = { sid: "Within", actions: ["kms:Sign"], resources: ["*"] };
    const { statement: read, found, text } = await documented(known, {}, {}, "module.m.");
    expect(read).toMatchObject({ Sid: "Within" });
    if (found?.state !== "policy") throw new Error("no policy");
    const place = found.placeAt?.("/Statement/0/Action") ?? 0;
    expect(text.slice(place, place + 40)).toMatch(/^\{\s*"sid": "Within"/);
    const whole = found.placeAt?.("") ?? 0;
    expect(text.slice(whole, whole + 20)).toMatch(/^\[\s*\{/);
  });
});
