import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { grantService } from "../../src/default-view/grant-service.ts";
import { serviceNames } from "../../src/default-view/services.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";

// What grant-service writes for a source is no finding of check: of every service that the verb knows, with each flag it takes. Two
// services carry no source in their requests: their guides narrow otherwise, and check says that this is weaker.
const weaker: Readonly<Record<string, readonly string[]>> = {
  logs: ["service-principal-unscoped"],
  "dnssec-route53": ["service-principal-unscoped"],
};

const own = "111122223333";
const arnFor = (service: string) =>
  service === "logs" ? `arn:aws:logs:eu-west-1:${own}:log-group:app` : `arn:aws:s3:::bucket-${service}`;
const sources = (service: string) => [
  { sourceAccounts: [own] },
  { sourceArns: [arnFor(service)] },
  { sourceAccounts: [own], sourceArns: [arnFor(service)] },
];

test.each(serviceNames.flatMap((service) => sources(service).map((source) => [service, source] as const)))(
  "grant-service %s %j",
  (service, source) => {
    const signs = service === "dnssec-route53";
    const facts = {
      ...{ account: own, partition: "aws", region: "eu-west-1" },
      spec: signs ? "ECC_NIST_P256" : "SYMMETRIC_DEFAULT",
      usage: signs ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT",
    };
    const root = { AWS: `arn:aws:iam::${own}:root` };
    const statement = { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const before = parsePolicyText(text, "json");
    const document = documentOf(before);
    if (!document) throw new Error("no document");
    const codes = (policy: string) =>
      checkPolicy(parsePolicyText(policy, "json"), facts).map(({ code }) => code);
    expect(codes(grantService(document, [service], facts, source).document.text)).toEqual([
      ...codes(text),
      ...(weaker[service] ?? []),
    ]);
  },
);
