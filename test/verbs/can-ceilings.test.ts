import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import type { WorkedExample } from "../support/worked-example.ts";

// Worked example 9: user/bob and role/ci/CI may decrypt by IAM, role/App by the key policy, role/Capped has a boundary without KMS.
const example = JSON.parse(await readFile("test/world/worked/09.json", "utf8")) as WorkedExample;

const allow = (Action: string, rest: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*", ...rest }],
});
const endpoint = (id: string, PolicyDocument: object | undefined, service = "kms") => ({
  ...{ VpcEndpointId: id, VpcId: "vpc-1", ServiceName: `com.amazonaws.eu-west-1.${service}` },
  ...(PolicyDocument && { PolicyDocument: JSON.stringify(PolicyDocument) }),
});
const everyone = { Principal: "*" };
const only = (AWS: string) => ({ Principal: { AWS } });
const account = "111122223333";

const place = async (files: Readonly<Record<string, unknown>> = {}) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-ceilings-"));
  const all = { "key.json": example.key.policy, "iam.json": example.iam[account], ...files };
  for (const [name, value] of Object.entries(all))
    await writeFile(join(state, name), typeof value === "string" ? value : JSON.stringify(value));
  const data = ["--iam-data", join(state, "iam.json"), "--key-arn", example.key.arn];
  const can = async (who: string, action: string, ...flags: readonly string[]) => {
    const named = flags.map((flag) => (/\.json$/.test(flag) ? join(state, flag) : flag));
    return within({ state }, ["can", join(state, "key.json"), who, action, ...data, ...named]);
  };
  const decide = async (who: string, ...flags: readonly string[]) => {
    const { stdout } = await can(who, "kms:Decrypt", "--json", ...flags);
    const { decision, stoppedBy } = JSON.parse(stdout) as { decision: string; stoppedBy?: string };
    return stoppedBy === undefined ? decision : `${decision} by ${stoppedBy}`;
  };
  return { can, decide };
};

const files = {
  "decrypt.json": allow("kms:Decrypt"),
  "encrypt.json": allow("kms:Encrypt"),
  "deny.json": { Statement: { Effect: "Deny", Action: "kms:*", Resource: "*" } },
  "other-key.json": allow("kms:*", { Resource: example.key.arn.replace("1234abcd", "0000abcd") }),
  "this-key.json": allow("kms:*", { Resource: example.key.arn }),
};

describe("a session policy caps what a role's sessions have, and gives nothing", () => {
  const session = `arn:aws:sts::${account}:assumed-role/App/one`;
  test.each([
    ["role/CI", ["decrypt.json"], "allowed"],
    ["role/CI", ["encrypt.json"], "not-allowed by session"],
    ["role/CI", ["encrypt.json", "decrypt.json"], "allowed"],
    ["role/CI", ["this-key.json"], "allowed"],
    ["role/CI", ["other-key.json"], "not-allowed by session"],
    ["role/App", ["decrypt.json"], "allowed"],
    ["role/App", ["encrypt.json"], "not-allowed by session"],
    ["role/App", ["deny.json"], "denied by session"],
    [session, ["encrypt.json"], "not-allowed by session"],
    ["role/Capped", ["decrypt.json"], "not-allowed by boundary"],
  ])("%s with %j: %s", async (who, policies, expected) => {
    const { decide } = await place(files);
    expect(await decide(who, ...policies.flatMap((file) => ["--session-policy", file]))).toBe(expected);
  });

  test("a user has no session policy: that is said", async () => {
    const { can } = await place(files);
    const { exit, stderr } = await can("user/bob", "kms:Decrypt", "--session-policy", "decrypt.json");
    expect([exit, stderr]).toEqual([2, expect.stringContaining("sessions of roles and federated users")]);
  });
});

describe("a VPC endpoint policy caps what comes through it", () => {
  const endpoints = {
    "all.json": allow("*", everyone),
    "decrypt.json": allow("kms:Decrypt", everyone),
    "encrypt.json": allow("kms:Encrypt", everyone),
    "bob.json": allow("kms:*", only(`arn:aws:iam::${account}:user/bob`)),
    "account.json": allow("kms:*", only(account)),
    "other-account.json": allow("kms:*", only("444455556666")),
    "not-bob.json": {
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "*", Resource: "*", ...only(`arn:aws:iam::${account}:user/bob`) },
      ],
    },
  };
  test.each([
    ["user/bob", "all.json", [], "allowed"],
    ["user/bob", "decrypt.json", [], "allowed"],
    ["user/bob", "encrypt.json", [], "denied by endpoint"],
    ["user/bob", "bob.json", [], "allowed"],
    ["role/App", "bob.json", [], "denied by endpoint"],
    ["role/App", "account.json", [], "allowed"],
    ["role/App", "other-account.json", [], "denied by endpoint"],
    ["user/bob", "not-bob.json", [], "denied by endpoint"],
    ["role/App", "not-bob.json", [], "allowed"],
    // The service calls, from its own network.
    ["user/bob", "encrypt.json", ["--context", "kms:ViaService=s3.eu-west-1.amazonaws.com"], "allowed"],
  ])("%s through %s %j: %s", async (who, file, more, expected) => {
    const { decide } = await place(endpoints);
    expect(await decide(who, "--endpoint-policy", file, ...more)).toBe(expected);
  });
});

describe("the answer of describe-vpc-endpoints", () => {
  const answers = {
    "one.json": {
      VpcEndpoints: [endpoint("vpce-1", allow("kms:Encrypt", everyone)), endpoint("vpce-9", undefined, "s3")],
    },
    "default.json": { VpcEndpoints: [endpoint("vpce-1", undefined)] },
    "two.json": {
      VpcEndpoints: [
        endpoint("vpce-1", allow("kms:Encrypt", everyone)),
        endpoint("vpce-2", allow("kms:*", everyone)),
      ],
    },
    "none.json": { VpcEndpoints: [endpoint("vpce-9", undefined, "s3")] },
  };
  const named = (id: string) => ["--context", `aws:SourceVpce=${id}`];

  test.each([
    ["one.json", [], "denied by endpoint"],
    ["default.json", [], "allowed"],
    ["two.json", named("vpce-1"), "denied by endpoint"],
    ["two.json", named("vpce-2"), "allowed"],
  ])("%s %j: %s", async (file, more, expected) => {
    const { decide } = await place(answers);
    expect(await decide("user/bob", "--endpoint-policy", file, ...more)).toBe(expected);
  });

  test("what it says of the endpoint, the request carries", async () => {
    const { statements } = { statements: [(example.key.policy as { Statement: object[] }).Statement[0]] };
    const guarded = {
      Version: "2012-10-17",
      Statement: [
        ...statements,
        {
          ...{ Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
          Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } },
        },
      ],
    };
    const { decide } = await place({ ...answers, "key.json": guarded });
    expect(await decide("user/bob")).toBe("denied by key-policy");
    expect(await decide("user/bob", "--endpoint-policy", "default.json")).toBe("allowed");
  });

  test.each([
    ["two.json", [], "2 endpoints for KMS", "--context aws:SourceVpce=vpce-1"],
    ["two.json", named("vpce-7"), "no endpoint vpce-7", ""],
    ["none.json", [], "no VPC endpoint for KMS in eu-west-1", ""],
    ["text.json", [], "is no JSON object", ""],
    ["empty.json", [], "has no Statement", ""],
  ])("%s %j is refused: %s", async (file, more, message, hint) => {
    const { can } = await place({ ...answers, "text.json": "{ secret", "empty.json": { secret: 1 } });
    const { exit, stderr } = await can("user/bob", "kms:Decrypt", "--endpoint-policy", file, ...more);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain("secret");
  });
});

describe("what would turn the answer is told", () => {
  const lines = async (who: string, action = "kms:Decrypt", ...flags: readonly string[]) => {
    const { can } = await place(files);
    const { stdout } = await can(who, action, ...flags);
    return stdout.split("\n").filter((line) => line.includes("would turn"));
  };

  test.each<readonly [who: string, action: string, flags: readonly string[], told: readonly string[]]>([
    ["role/Capped", "kms:Decrypt", [], ["  the answer would turn if its permissions boundary allowed it"]],
    ["user/bob", "kms:ScheduleKeyDeletion", [], ["  the answer would turn if the IAM policies allowed it"]],
    [
      "role/CI",
      "kms:Decrypt",
      ["--session-policy", "encrypt.json"],
      ["  the answer would turn if its session policy allowed it"],
    ],
    ["user/bob", "kms:Decrypt", [], []],
    // Neither alone would do.
    ["role/Capped", "kms:Decrypt", ["--session-policy", "encrypt.json"], []],
  ])("%s, %s %j", async (who, action, flags, told) => {
    expect(await lines(who, action, ...flags)).toEqual(told);
  });

  test("conditions of any layer", async () => {
    const viaS3 = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
    const policy = allow("kms:Decrypt", { Condition: viaS3 });
    const role = {
      ...{ RoleName: "Via", Arn: `arn:aws:iam::${account}:role/x/Via`, Path: "/x/", RoleId: "AROAVIA" },
      RolePolicyList: [{ PolicyName: "via", PolicyDocument: policy }],
    };
    const iam = { UserDetailList: [], GroupDetailList: [], Policies: [], RoleDetailList: [role] };
    const { can } = await place({ "iam.json": iam });
    const without = await can("role/Via", "kms:Decrypt");
    expect(without.stdout).toContain("would turn for a request through s3.eu-west-1.amazonaws.com");
    const through = await can(
      "role/Via",
      "kms:Decrypt",
      "--context",
      "kms:ViaService=s3.eu-west-1.amazonaws.com",
    );
    expect([through.exit, through.stdout]).toEqual([
      0,
      expect.stringContaining("would turn for a request not through s3.eu-west-1.amazonaws.com"),
    ]);
  });
});

test("without IAM data the ceilings count beside the key policy, and what was looked at is told", async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-ceilings-"));
  await writeFile(join(state, "key.json"), JSON.stringify(example.key.policy));
  await writeFile(join(state, "encrypt.json"), JSON.stringify(files["encrypt.json"]));
  const run = (who: string) =>
    within({ state }, [
      ...["can", join(state, "key.json"), who, "kms:Decrypt", "--account", account],
      ...["--session-policy", join(state, "encrypt.json")],
    ]);
  const app = await run("role/App");
  expect([app.exit, app.stdout]).toEqual([1, expect.stringContaining("session policy: says nothing of it")]);
  expect(app.stdout).toContain("Looked at: the key policy alone.");
  expect(app.stdout).not.toMatch(/Not looked at: .*session policies/);
});
