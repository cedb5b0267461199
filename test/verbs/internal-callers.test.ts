import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

/** Sessions of roles that AWS uses inside an account hold grants of EBS (KMS Developer Guide, "Examining grants"): one may ask about them. */
const owner = "111122223333";
const internal = `arn:aws:sts::${owner}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`;
const infrastructure = `arn:aws:iam::${owner}:role/aws:ec2-infrastructure`;
const root = { AWS: `arn:aws:iam::${owner}:root` };
const policyOf = (...more: readonly object[]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" }, ...more],
});
const grants = { Grants: [{ GrantId: "g1", GranteePrincipal: internal, Operations: ["Decrypt"] }] };
const key = `arn:aws:kms:eu-west-1:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const asked = async (policy: object) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-internal-"));
  const [file, data] = [join(state, "1234abcd-12ab-34cd-56ef-1234567890ab.json"), join(state, "grants.json")];
  await writeFile(file, JSON.stringify(policy));
  await writeFile(data, JSON.stringify(grants));
  const about = ["--iam-data", data, "--json"];
  const inKey = ["--key-arn", key];
  const run = (...args: readonly string[]) => within({ state }, args);
  return {
    run: (...args: readonly string[]) => run(args[0] ?? "", file, ...args.slice(1), ...inKey),
    can: async (who: string, action: string) =>
      (JSON.parse((await run("can", file, who, action, ...inKey, ...about)).stdout) as { decision: string })
        .decision,
    whatCan: async (who: string, action: string) => {
      const from = ["--from", file, "--account", owner, "--region", "eu-west-1"];
      const { keys } = JSON.parse((await run("what-can", who, action, ...from, ...about)).stdout) as {
        keys: readonly { access: readonly { via: string }[] }[];
      };
      return keys.flatMap(({ access }) => access.map(({ via }) => via));
    },
  };
};

test("a session of a role of AWS's own is asked about, as who-can tells of it", async () => {
  const { can, whatCan } = await asked(policyOf());
  expect(await can(internal, "kms:Decrypt")).toBe("allowed");
  expect(await whatCan(internal, "kms:Decrypt")).toContain("grant");
  expect(await can(internal, "kms:Encrypt")).toBe("needs-iam");
  expect(await whatCan(internal, "kms:Encrypt")).toEqual(["iam"]);
  expect(await can(internal.replace("i-0123456789abcdef0", "i-1"), "kms:Decrypt")).toBe("needs-iam");
  expect(await can(infrastructure, "kms:Decrypt")).toBe("needs-iam");
});

// The form of AWS's own examples for a data perimeter.
test("a Deny that spares the role by its ARN spares its sessions, and no other", async () => {
  const spared = policyOf({
    ...{ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" },
    Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws:ec2-infrastructure" } },
  });
  const { can, whatCan, run } = await asked(spared);
  expect(await can(internal, "kms:Decrypt")).toBe("allowed");
  expect(await whatCan(internal, "kms:Encrypt")).toEqual(["iam"]);
  expect(await can("role/App", "kms:Decrypt")).toBe("denied");
  expect((await run("who-can", "kms:Encrypt")).stdout).toContain("role/aws:ec2-infrastructure");
});

test("nobody adds it to a policy", async () => {
  const { run } = await asked(policyOf());
  for (const who of [internal, infrastructure]) {
    const { exit, stderr } = await run("add-user", who, "--dry-run");
    expect([exit, stderr]).toEqual([2, expect.stringContaining("aws:ec2-infrastructure")]);
  }
});
