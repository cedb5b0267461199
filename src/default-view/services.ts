import type { KeyUsageClass } from "../policy/kms-actions.ts";
import { serviceNameOf } from "../policy/service-principals.ts";

/** How one AWS service uses a key as itself. */
export interface ServiceProfile {
  /** What the statement's Sid calls it: letters, digits and spaces. */
  readonly title: string;
  readonly actions: readonly string[];
  /** The kinds of key that the service works with. */
  readonly keys: readonly KeyUsageClass[];
  /** It has a principal of its own in each Region, `NAME.REGION.amazonaws.com`. */
  readonly regional?: true;
  /**
   * The encryption context key in which it says for whom it acts, where it sends no `aws:Source…` keys; a source ARN
   * is then compared with that.
   */
  readonly contextKey?: string;
  /** It also creates grants for its own resources. */
  readonly grants?: true;
}

const symmetric: readonly KeyUsageClass[] = ["S"];
const readAndWrite = ["kms:Decrypt", "kms:GenerateDataKey*"];
const delivery = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** The common services (each service's user guide, its page on keys), by the first words of their principal. */
const profiles = new Map<string, ServiceProfile>([
  [
    "cloudtrail",
    {
      title: "CloudTrail",
      actions: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
      keys: symmetric,
    },
  ],
  [
    "logs",
    {
      title: "CloudWatch Logs",
      // The guide adds kms:Describe*, which carries no encryption context and so never matches.
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
      keys: symmetric,
      regional: true,
      contextKey: "kms:EncryptionContext:aws:logs:arn",
    },
  ],
  ["delivery.logs", { title: "log delivery", actions: delivery, keys: symmetric }],
  ["sns", { title: "SNS", actions: readAndWrite, keys: symmetric }],
  ["sqs", { title: "SQS", actions: readAndWrite, keys: symmetric }],
  ["s3", { title: "S3", actions: readAndWrite, keys: symmetric }],
  ["events", { title: "EventBridge", actions: readAndWrite, keys: symmetric }],
  ["cloudwatch", { title: "CloudWatch", actions: readAndWrite, keys: symmetric }],
  ["ses", { title: "SES", actions: readAndWrite, keys: symmetric }],
  ["config", { title: "Config", actions: readAndWrite, keys: symmetric }],
  ["guardduty", { title: "GuardDuty", actions: ["kms:GenerateDataKey"], keys: symmetric }],
  [
    "cloudfront",
    {
      title: "CloudFront",
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
      keys: symmetric,
    },
  ],
  [
    "dnssec-route53",
    {
      title: "Route 53 DNSSEC",
      actions: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
      keys: ["V"],
      grants: true,
    },
  ],
]);

/** The profile of a service principal such as `logs.eu-west-1.amazonaws.com`; undefined for services not in the table. */
export const profileOf = (principal: string): ServiceProfile | undefined =>
  profiles.get(serviceNameOf(principal)?.name ?? "");

/** The short names that the table knows, for help and suggestions. */
export const serviceNames: readonly string[] = [...profiles.keys()];
