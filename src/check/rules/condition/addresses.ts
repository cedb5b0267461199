import { hasSymbol } from "../../../policy/symbols.ts";
import { isAddressRange } from "../../values/address.ts";
import { underOperator, withTest } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { testRule, type Draft } from "../../rule.ts";
import type { TestView } from "../../views.ts";

// RFC 1918, loopback, link-local, shared address space, unique local IPv6.
const privateRange =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][\da-f]{2}:|fe80:|::1(\/|$))/i;

/** Requests reach KMS from public addresses; those of a VPC's endpoint carry aws:VpcSourceIp (IAM User Guide). */
export const privateSourceIp = testRule({
  code: "private-source-ip",
  severity: "warning",
  title: "aws:SourceIp never has this value",
  page: () => ({
    trigger: "A value of aws:SourceIp is a private range, or a value of any address test is no range.",
    why: "KMS sees public addresses; calls through a VPC endpoint carry aws:VpcSourceIp instead.",
    fix: "Write the public addresses, or aws:VpcSourceIp with aws:SourceVpc.",
    example: '"aws:SourceIp": "10.0.0.0/8"  =>  "aws:SourceIp": "203.0.113.0/24"',
  }),
  explainsNoEffect: true,
  run: (test): Draft[] =>
    (test.operator.family === "IPAddress" ? test.values.filter(({ text }) => !hasSymbol(text)) : []).flatMap(
      (at) => {
        if (!isAddressRange(at.text)) {
          const message = `${quoted(at.text)} is no address or CIDR range`;
          return [{ at, message, hint: "write it as 203.0.113.0/24" }];
        }
        if (test.folded !== "aws:sourceip" || !privateRange.test(at.text)) return [];
        const message = `aws:SourceIp is never in ${quoted(at.text)}, which is private`;
        return [{ at, message, hint: "use aws:VpcSourceIp with aws:SourceVpc, or the public addresses" }];
      },
    ),
});

const networkKeys = new Set(["aws:sourceip", "aws:sourcevpc", "aws:sourcevpce"]);
const exemptions =
  /^(aws:viaawsservice|aws:principalisawsservice|aws:calledvia.*|kms:viaservice|aws:principalarn)$/;

/** Services that use the key for someone come from their own network (KMS Developer Guide, aws:SourceIp). */
export const networkDenyBreaksServices = testRule({
  code: "network-deny-breaks-services",
  severity: "warning",
  title: "A network Deny that also stops AWS services",
  page: () => ({
    trigger: "A Deny on aws:SourceIp, aws:SourceVpc or aws:SourceVpce does not exempt AWS services.",
    why: "EBS, RDS, S3 and others use the key for someone from their own network, and fail.",
    fix: 'Add "Bool": { "aws:ViaAWSService": "false" }.',
    example:
      '"NotIpAddress": { "aws:SourceIp": … }  =>  the same and "Bool": { "aws:ViaAWSService": "false" }',
  }),
  run: (at, { effect, tests }) =>
    effect === "Deny" && isNetworkTest(at) && !tests.some(({ folded }) => exemptions.test(folded))
      ? {
          at,
          message: `this Deny on ${at.key} also stops AWS services that use the key for someone`,
          hint: 'add "Bool": { "aws:ViaAWSService": "false" }',
          suggestion: withTest(at.path.slice(0, -3), "Bool", "aws:ViaAWSService", "false"),
        }
      : undefined,
});

const isNetworkTest = ({ folded, operator }: TestView): boolean =>
  networkKeys.has(folded) && (operator.negated || operator.family === "Null");

/** The key is absent for long-term credentials, so that a plain Bool misses just those (IAM User Guide, MFA). */
export const mfaPattern = testRule({
  code: "mfa-pattern",
  severity: "warning",
  title: "The MFA test misses long-term keys",
  page: () => ({
    trigger: "A Deny has Bool aws:MultiFactorAuthPresent false.",
    why: "Requests with long-term keys do not carry it: just they pass.",
    fix: "Write BoolIfExists.",
    example:
      '"Bool": { "aws:MultiFactorAuthPresent": "false" }  =>  "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" }',
  }),
  run: (at, { effect }) =>
    effect === "Deny" &&
    at.folded === "aws:multifactorauthpresent" &&
    at.operator.family === "Bool" &&
    !at.operator.ifExists &&
    at.values.some(({ text }) => text.toLowerCase() === "false")
      ? {
          at,
          message: `${at.key} is absent for long-term keys, and this Deny then does not hold`,
          hint: "write BoolIfExists",
          suggestion: underOperator(at.path, "BoolIfExists"),
        }
      : undefined,
});
