import { RefusedError, UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { next, sentence } from "../next-command.ts";

// What people call a service, and the name that it has as a principal (each service's user guide).
const otherNames = new Map([
  ["eventbridge", "events"],
  ["cloudwatch-events", "events"],
  ["vpc-flow-logs", "delivery.logs"],
  ["flow-logs", "delivery.logs"],
  ["cloudwatch-alarms", "cloudwatch"],
  ["alarms", "cloudwatch"],
  ["cloudwatch-logs", "logs"],
  ["cloudwatchlogs", "logs"],
  ["route53", "dnssec-route53"],
  ["dnssec", "dnssec-route53"],
]);

const asCaller = "with the permissions of whoever uses it, and grants that it makes for them";

// Services that never call KMS as themselves (KMS Developer Guide, "Using grants with AWS services"; EC2 Auto Scaling User
// Guide, "Required KMS key policy for use with encrypted volumes").
const ownWays = new Map([
  ["autoscaling", "through its service-linked role"],
  ["ec2", asCaller],
  ["ebs", asCaller],
  ["rds", asCaller],
  ["redshift", asCaller],
  ["lambda", asCaller],
  ["secretsmanager", "with the permissions of whoever reads or writes the secret"],
]);

const autoscalingRole = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

/**
 * Refuses a service that does not call KMS under this name: UsageError (`other-service-name`) with the name that it has,
 * RefusedError (`service-acts-otherwise`) with what to write instead. `name` is without what follows it.
 */
export const refuseOtherWays = (name: string, facts: KeyFacts): void => {
  const other = otherNames.get(name);
  if (other !== undefined) {
    throw new UsageError("other-service-name", `${name} uses keys under the name ${other}`, {
      hint: sentence`write ${next("grant-service", [other], { "--source-account": facts.account ?? "ACCOUNT" })}`,
    });
  }
  const way = ownWays.get(name);
  if (way === undefined) return;
  const who = name === "autoscaling" ? autoscalingRole : "PRINCIPAL";
  throw new RefusedError("service-acts-otherwise", `${name} does not use keys as itself, but ${way}`, {
    hint: sentence`${next("add-user", [who])} lets ${name === "autoscaling" ? "that role" : "them"} use the key, grants for AWS services included`,
  });
};
