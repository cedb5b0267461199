import { describe, expect, test } from "vitest";
import { containerIn } from "../../src/container/container-in.ts";
import type { Contained } from "../../src/container/contained.ts";

// A state of Terraform, as its file is and as `terraform show -json` prints it.

const policy = (action = "kms:Decrypt", statement: (one: object) => unknown = (one) => [one]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statement({ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }),
  });
const arn = "arn:aws:kms:eu-west-1:111122223333:key/a";

const read = async (state: object, account?: string) => {
  const text = JSON.stringify(state);
  const found = await containerIn(text, "terraform.tfstate", { account, parameters: new Map() });
  return { text, keys: found?.keys ?? [], readOnly: found?.readOnly?.code };
};
const told = (one: Contained): string => {
  if (one.state !== "policy") return one.state === "none" ? "none" : one.message;
  return one.isDefault ? `default of ${/iam::(\d+)/.exec(one.text)?.[1] ?? ""}` : one.text;
};
const keysOf = async (state: object, account?: string) =>
  (await read(state, account)).keys.map(({ selector, policy: one }) => [selector, told(one)]);

const hidden = "the policy is marked as sensitive, and is not shown";

describe("its file", () => {
  const file = (...resources: readonly object[]) => ({ version: 4, terraform_version: "1.9.0", resources });
  const resource = (values: object, more: object = {}, instance: object = {}) => ({
    ...{ mode: "managed", type: "aws_kms_key", name: "app" },
    ...more,
    instances: [{ attributes: values, ...instance }],
  });

  test("a key, one of a module, and those that are counted", async () => {
    const many = {
      ...{ mode: "managed", type: "aws_kms_replica_key", name: "r" },
      instances: ["a", 1].map((index_key) => ({
        index_key,
        attributes: { policy: policy(`kms:${index_key}`) },
      })),
    };
    const state = file(
      resource({ policy: policy() }),
      resource({ policy: policy() }, { module: "module.m" }),
      many,
    );
    expect(await keysOf(state)).toEqual([
      ["aws_kms_key.app", policy()],
      ["module.m.aws_kms_key.app", policy()],
      ['aws_kms_replica_key.r["a"]', policy("kms:a")],
      ["aws_kms_replica_key.r[1]", policy("kms:1")],
    ]);
    expect((await read(state)).readOnly).toBe("read-only-container");
  });

  test("what is no key, is only read, or has no values is none", async () => {
    const other = resource({ policy: policy() }, { type: "aws_sqs_queue" });
    const data = resource({ policy: policy() }, { mode: "data" });
    const bare = { ...resource({}), instances: [{ index_key: 1 }] };
    expect(await keysOf(file(other, data, bare, resource({ policy: policy() })))).toEqual([
      ["aws_kms_key.app", policy()],
    ]);
  });

  test("a hidden policy is told as one, another hidden attribute is no matter", async () => {
    const marked = (name: string) =>
      resource({ policy: policy() }, {}, { sensitive_attributes: [[{ type: "get_attr", value: name }]] });
    expect(await keysOf(file(marked("policy")))).toEqual([["aws_kms_key.app", hidden]]);
    expect(await keysOf(file(marked("tags")))).toEqual([["aws_kms_key.app", policy()]]);
  });

  test("a key without a policy has the default one of its account, else of the deployment's", async () => {
    expect(await keysOf(file(resource({ arn })), "444455556666")).toEqual([
      ["aws_kms_key.app", "default of 111122223333"],
    ]);
    expect(await keysOf(file(resource({})), "444455556666")).toEqual([
      ["aws_kms_key.app", "default of 444455556666"],
    ]);
    expect(await keysOf(file(resource({}, { type: "aws_kms_key_policy" })))).toEqual([]);
  });

  test("what its attributes tell of the key", async () => {
    const values = {
      arn,
      customer_master_key_spec: "RSA_2048",
      key_usage: "SIGN_VERIFY",
      multi_region: false,
    };
    expect((await read(file(resource(values)))).keys[0]?.facts).toEqual({
      ...{ arn, partition: "aws", region: "eu-west-1", account: "111122223333" },
      ...{ spec: "RSA_2048", usage: "SIGN_VERIFY", multiRegion: false },
    });
    const replica = resource({ key_spec: "ECC_NIST_P256" }, { type: "aws_kms_replica_external_key" });
    expect((await read(file(replica))).keys[0]?.facts).toEqual({
      ...{ spec: "ECC_NIST_P256", origin: "EXTERNAL", multiRegion: true, multiRegionKeyType: "REPLICA" },
    });
  });

  test("of another version it is no state", async () => {
    expect(await keysOf({ ...file(resource({ policy: policy() })), version: 3 })).toEqual([]);
  });
});

describe("as it is shown", () => {
  const shown = (root_module: object) => ({ format_version: "1.0", values: { root_module } });
  const resource = (address: string, more: object = {}) => ({
    ...{ address, mode: "managed", type: "aws_kms_key", values: { policy: policy() } },
    ...more,
  });

  test("keys of the root and of modules in modules", async () => {
    const inner = { resources: [resource("module.a.module.b.aws_kms_key.app")] };
    const root = {
      resources: [resource("aws_kms_key.app"), resource("data.x", { mode: "data" })],
      child_modules: [{ resources: [] }, { child_modules: [inner] }],
    };
    expect(await keysOf(shown(root))).toEqual([
      ["aws_kms_key.app", policy()],
      ["module.a.module.b.aws_kms_key.app", policy()],
    ]);
  });

  test("a hidden policy is told as one", async () => {
    const marked = (sensitive_values: object) =>
      shown({ resources: [resource("aws_kms_key.app", { sensitive_values })] });
    expect(await keysOf(marked({ policy: true }))).toEqual([["aws_kms_key.app", hidden]]);
    expect(await keysOf(marked({ policy: false, tags: true }))).toEqual([["aws_kms_key.app", policy()]]);
  });
});

describe("a policy in a place of its own", () => {
  const state = (value: unknown) => ({
    ...{ version: 4, terraform_version: "1.9.0" },
    resources: [
      { mode: "managed", type: "aws_kms_key", name: "app", instances: [{ attributes: { policy: value } }] },
    ],
  });

  test.each<[what: string, value: unknown]>([
    ["as a text", policy()],
    ["as a text in a text", JSON.stringify(policy())],
    ["as a text in a text in a text", JSON.stringify(JSON.stringify(policy()))],
    ["as an object", JSON.parse(policy())],
    ["as an object with one statement", JSON.parse(policy("kms:Decrypt", (one) => one))],
    ["as a text with one statement", policy("kms:Decrypt", (one) => one)],
  ])("is read %s, and its words are found in the document", async (_, value) => {
    const { text, keys } = await read(state(value));
    const [found] = keys;
    if (found?.policy.state !== "policy") throw new Error("no policy");
    const { policy: one } = found;
    expect(JSON.parse(one.text)).toMatchObject({ Version: "2012-10-17" });
    const at = one.placeOf(one.text.indexOf("kms:Decrypt"));
    expect(text.slice(at, at + 11)).toBe("kms:Decrypt");
  });

  test.each<[what: string, value: unknown]>([
    ["nested deeper", JSON.stringify(JSON.stringify(JSON.stringify(policy())))],
    ["no policy", JSON.stringify({ Version: "2012-10-17" })],
    ["no JSON", "{"],
  ])("is not replaced by the default one where it is %s", async (_, value) => {
    const [found] = (await read(state(value))).keys;
    expect(found?.policy).toMatchObject({ state: "policy" });
    expect(found?.policy).not.toHaveProperty("isDefault");
  });

  test.each(["", " ", null])("is none where it is %j", async (value) => {
    const [found] = (await read(state(value))).keys;
    expect(found?.policy).toMatchObject({ isDefault: true });
  });
});
