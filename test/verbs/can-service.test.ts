import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requestPrincipal } from "../../src/verbs/can/request-principal.ts";
import { within } from "../support/in-process.ts";

// A service that calls is named as one that is let in: by the first words of its name, or by all of it.

test.each([
  ["service:sns", "service:sns.amazonaws.com"],
  ["service:sns.amazonaws.com", "service:sns.amazonaws.com"],
  ["sns.amazonaws.com", "service:sns.amazonaws.com"],
  ["service:delivery.logs", "service:delivery.logs.amazonaws.com"],
  // One that no statement is made for by grant-service may call, too.
  ["service:ec2", "service:ec2.amazonaws.com"],
  ["service:logs", "service:logs.eu-west-1.amazonaws.com"],
  ["service:logs.us-east-1.amazonaws.com", "service:logs.us-east-1.amazonaws.com"],
  ["service:newer-than-all.amazonaws.com", "service:newer-than-all.amazonaws.com"],
  ["service:any", "service:any"],
])("%s is %s", (typed, principal) => {
  expect(requestPrincipal(typed, { region: "eu-west-1" })).toBe(principal);
});

test("in China a service that has a name in each Region ends as names there do", () => {
  expect(requestPrincipal("service:logs", { region: "cn-north-1", partition: "aws-cn" })).toBe(
    "service:logs.cn-north-1.amazonaws.com.cn",
  );
});

test.each([
  ["service:s4", /s4 is no service principal/, /did you mean s3\?/],
  ["service:nothing-near-any", /nothing-near-any is no service principal/, /write a name such as cloudtrail/],
  ["service:logs", /logs has a principal in each Region/, /write logs\.REGION\.amazonaws\.com/],
])("%s is refused", (typed, message, hint) => {
  expect(() => requestPrincipal(typed, {})).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
    }),
  );
});

test("can and what it says go by the whole name", async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-can-service-"));
  const path = join(state, "p.json");
  const statement = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
  };
  await writeFile(path, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  const run = (who: string) =>
    within({ state }, ["can", path, who, "kms:Decrypt", "--account", "111122223333"]);
  const sns = await run("service:sns");
  expect([sns.exit, sns.stdout]).toEqual([
    0,
    expect.stringMatching(/^allowed: the service sns\.amazonaws\.com, /),
  ]);
  const s3 = await run("service:s3");
  expect([s3.exit, s3.stdout]).toEqual([
    1,
    expect.stringMatching(/^not allowed: the service s3\.amazonaws\.com, /),
  ]);
});
