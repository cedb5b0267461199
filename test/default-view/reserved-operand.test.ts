import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// A role that AWS makes for itself stands under a path: without it a policy would name nobody
// (IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets in resource policies").

const account = "111122223333";
const role = (resource: string, owner = account) => `arn:aws:iam::${owner}:role/${resource}`;

const place = async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-reserved-"));
  const path = join(state, "policy.json");
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const statement = { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
  await writeFile(path, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  const run = async (verb: string, who: string) => {
    const ran = await within({ state }, [verb, path, who, "--account", account, "--yes"]);
    return { ...ran, stderr: ran.stderr.replaceAll(/\n {2,}/g, " "), after: await readFile(path, "utf8") };
  };
  return { path, state, run };
};

const autoscaling = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
const sso = "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef";

test.each([
  ["role/AWSServiceRoleForAutoScaling", role(autoscaling)],
  [role("AWSServiceRoleForAutoScaling"), role(autoscaling)],
  [role("AWSServiceRoleForAutoScaling", "444455556666"), role(autoscaling, "444455556666")],
  [`arn:aws:sts::${account}:assumed-role/AWSServiceRoleForAutoScaling/i-1`, role(autoscaling)],
  ["role/AWSServiceRoleForAutoScaling_blue", role(`${autoscaling}_blue`)],
])("add-user %s: the rule tells the path, and the note does", async (who, arn) => {
  const { run } = await place();
  const { exit, after, stderr } = await run("add-user", who);
  expect(exit).toBe(0);
  expect(after).toContain(`"${arn}"`);
  expect(stderr).toContain(`is a service-linked role: ${arn}.`);
});

test.each([role(sso), `role/${sso}`, role(autoscaling), "role/AWSServices", "role/team/Reserved"])(
  "add-user %s: written as it is",
  async (who) => {
    const { run } = await place();
    const { exit, after, stderr } = await run("add-user", who);
    expect(exit).toBe(0);
    expect(after).toContain(`${who.slice(who.indexOf("role/"))}"`);
    expect(stderr).not.toContain("service-linked");
  },
);

test.each([
  ["role/AWSReservedSSO_Dev_0123456789abcdef", "sso/Dev names the permission set"],
  [role("AWSReservedSSO_Dev_0123456789abcdef"), "sso/Dev names the permission set"],
  [role("AWSReservedSSO_Dev_0123456789abcdef", "444455556666"), "sso/Dev@444455556666 names"],
  [
    `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/jo@example.com`,
    "sso/Dev names",
  ],
  ["role/AWSReservedSSO_odd", "write its whole ARN, with the path /aws-reserved/sso.amazonaws.com/"],
  [role("team/AWSReservedSSO_Dev_0123456789abcdef"), "sso/Dev names the permission set"],
  ["role/AWSServiceRoleForSomethingNew", "/aws-service-role/SERVICE.amazonaws.com/"],
  [role("team/AWSServiceRoleForAutoScaling"), "/aws-service-role/SERVICE.amazonaws.com/"],
])("%s is refused, nothing is written, and the words say what to name instead", async (who, words) => {
  for (const verb of ["add-user", "add-admin"]) {
    const { run, path } = await place();
    const before = await readFile(path, "utf8");
    const { exit, after, stderr } = await run(verb, who);
    expect(exit).toBe(2);
    expect(stderr).toContain("would match nobody");
    expect(stderr).toContain(words);
    expect(after).toBe(before);
  }
});

test("what stands in the policy without its path is taken out by the same word", async () => {
  const { run, path } = await place();
  const policy = await readFile(path, "utf8");
  const wrong = role("AWSReservedSSO_Dev_0123456789abcdef");
  const use = `{"Effect":"Allow","Principal":{"AWS":"${wrong}"},"Action":"kms:Decrypt","Resource":"*"}`;
  await writeFile(path, policy.replace(/\]\}$/, `,${use}]}`));
  const { after } = await run("remove-user", wrong);
  expect(after).not.toContain("AWSReservedSSO");
});
