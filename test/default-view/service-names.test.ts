import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { grantService } from "../../src/core-verbs.ts";
import { servicePrincipal } from "../../src/default-view/service-principal.ts";
import { isKnownService, serviceNameOf } from "../../src/policy/service-principals.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { delegation } from "./console-policies.ts";
import { keys, own, parse, policy, statementsOf } from "./support.ts";

test("the checked-in table is what its source says today", () => {
  // Otherwise: node scripts/generate-service-principals.mjs, and look at what changed.
  const script = "scripts/generate-service-principals.mjs";
  const generated = execFileSync(process.execPath, [script, "--print"], { encoding: "utf8" });
  expect(readFileSync("src/policy/service-principals.generated.ts", "utf8")).toBe(generated);
});

// CloudWatch Logs User Guide, "Encrypt log data"; AWS CDK, region-info, default service principals and domain suffixes.
test.each([
  ["logs", "aws", "eu-west-1", "logs.eu-west-1.amazonaws.com"],
  ["logs", "aws-us-gov", "us-gov-west-1", "logs.us-gov-west-1.amazonaws.com"],
  ["logs", "aws-cn", "cn-north-1", "logs.cn-north-1.amazonaws.com.cn"],
  ["logs", "aws-iso", "us-iso-east-1", "logs.us-iso-east-1.c2s.ic.gov"],
  ["logs", "aws-iso-b", "us-isob-east-1", "logs.us-isob-east-1.sc2s.sgov.gov"],
  ["sns", "aws-cn", "cn-north-1", "sns.amazonaws.com"],
  ["cloudtrail", "aws-us-gov", "us-gov-east-1", "cloudtrail.amazonaws.com"],
  ["logs.us-iso-east-1.c2s.ic.gov", "aws-iso", "us-iso-east-1", "logs.us-iso-east-1.c2s.ic.gov"],
  ["delivery.logs", "aws", "eu-west-1", "delivery.logs.amazonaws.com"],
])("%s in %s, %s is %s", (text, partition, region, name) => {
  expect(servicePrincipal(text, { partition, region })).toBe(name);
});

test("a Regional name of China and of ISO gets the service's own actions and condition", () => {
  const facts = { ...keys.symmetric, partition: "aws-cn", region: "cn-north-1", arn: undefined };
  const { document } = grantService(policy(delegation), ["logs"], facts, { sourceAccounts: [own] });
  expect(statementsOf(document)[1]).toMatchObject({
    Sid: "Allow CloudWatch Logs to use the key",
    Principal: { Service: "logs.cn-north-1.amazonaws.com.cn" },
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws-cn:logs:cn-north-1:${own}:*` },
    },
  });
});

const grant = (service: string, facts = {}, source = { sourceAccounts: [own] } as object) =>
  grantService(policy(delegation), [service], { ...keys.symmetric, ...facts }, source);

test.each([
  ["foo", 2, "invalid-service-principal", "write a name"],
  ["sn", 2, "invalid-service-principal", "did you mean"],
  ["cloudtrial", 2, "invalid-service-principal", "did you mean cloudtrail?"],
  ["cloudtrial.amazonaws.com", 2, "invalid-service-principal", "did you mean cloudtrail?"],
  ["lambda_", 2, "invalid-service-principal", "write a name"],
  ["eventbridge", 2, "other-service-name", `grant-service ${keys.symmetric.arn} events --source-account`],
  ["vpc-flow-logs", 2, "other-service-name", "delivery.logs"],
  ["vpc-flow-logs.amazonaws.com", 2, "other-service-name", "delivery.logs"],
  ["cloudwatch-alarms", 2, "other-service-name", "cloudwatch"],
  ["autoscaling", 3, "service-acts-otherwise", "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"],
  ["ec2.amazonaws.com", 3, "service-acts-otherwise", "add-user"],
  ["ebs", 3, "service-acts-otherwise", "grants for AWS services"],
  ["rds", 3, "service-acts-otherwise", "add-user"],
])("%s is refused, with what to write", (service, exit, code, hint) => {
  expect(() => grant(service)).toThrow(
    expect.objectContaining({ exit, code, hint: expect.stringContaining(hint) as string }) as Error,
  );
});

test.each<[string, string, object, object, RegExp]>([
  ["EventBridge with a source", "events", {}, { sourceAccounts: [own] }, /encrypted SNS topic.*--unscoped/],
  ["anything unscoped", "sns", {}, { unscoped: true }, /check calls this service-principal-unscoped/],
  ["EventBridge unscoped", "events", {}, { unscoped: true }, /check calls this service-principal-unscoped/],
  ["a new service, named whole", "frobnicator.amazonaws.com", {}, { sourceAccounts: [own] }, /in no table/],
  [
    "a partition of which nothing is known",
    "sns",
    { partition: "aws-iso", region: "us-iso-east-1" },
    { sourceAccounts: [own] },
    /not known here/,
  ],
])("what is not sure is said before the question: %s", (_, service, facts, source, words) => {
  expect(grant(service, facts, source).notes.join("\n")).toMatch(words);
});

test("DNSSEC: the grants statement that check may call unscoped is told", () => {
  const { notes } = grantService(policy(delegation), ["dnssec-route53"], keys.signing, {
    sourceAccounts: [own],
  });
  expect(notes.join("\n")).toContain("service-principal-unscoped");
});

/** Names in examples of guides that stand for a name. */
const placeholders = new Set(["service", "logs.region", "s3-external-1"]);

test("the table knows every service that a policy of the corpus lets in", () => {
  const unknown = readdirSync("test/corpus/valid")
    .flatMap((name) => readPolicy(parse(readFileSync(`test/corpus/valid/${name}`, "utf8"))).statements)
    .flatMap(({ principals }) => principals)
    .filter(({ type, value }) => type === "Service" && !isKnownService(value))
    .map(({ value }) => serviceNameOf(value)?.name ?? value)
    .filter((name) => !placeholders.has(name));
  expect([...new Set(unknown)]).toEqual([]);
});
