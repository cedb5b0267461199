import { describe } from "vitest";
import { both, denyWhen, named, when } from "./both-ways.ts";
import { delegation, foreignRoot, owner, role, root, session, stranger, user } from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

const app = role("App");
const bob = `arn:aws:sts::${owner}:federated-user/Bob`;
const rootUser = `root-user:${owner}`;
const autoScaling = `arn:aws:iam::${owner}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;

describe("who is named", () => {
  both([
    ["an account id is its root ARN", from.principalElement, [named(owner)], app, {}, "needs-iam"],
    ["an IAM Allow alone never works on a key", from.keyPolicies, [], app, {}, "not-allowed"],
    ["not even for the root user", from.defaultPolicy, [named(user("A"))], rootUser, {}, "not-allowed"],
    ["the account principal is no name", from.defaultPolicy, [delegation], session("App"), {}, "needs-iam"],
    [
      "a narrowed delegation hands over that part alone",
      from.defaultPolicy,
      [{ ...delegation, Action: "kms:Describe*" }],
      app,
      {},
      "not-allowed",
    ],
    [
      "… and with a condition only where it holds",
      from.defaultPolicy,
      [{ ...delegation, ...when({ Bool: { "aws:MultiFactorAuthPresent": "true" } }) }],
      app,
      {},
      "not-allowed",
    ],
    [
      "the root user alone, by aws:PrincipalArn",
      from.principalKeys,
      [{ ...delegation, ...when({ ArnEquals: { "aws:PrincipalArn": root } }) }],
      rootUser,
      {},
      "allowed",
    ],
    [
      "… and nobody else",
      from.principalKeys,
      [{ ...delegation, ...when({ ArnEquals: { "aws:PrincipalArn": root } }) }],
      app,
      {},
      "not-allowed",
    ],
    [
      "an external account with a condition on its role",
      from.crossAccount,
      [{ ...named(foreignRoot), ...when({ ArnLike: { "aws:PrincipalArn": role("P*", stranger) } }) }],
      role("Partner", stranger),
      {},
      "needs-iam",
    ],
    ["a federated user by everyone", from.principalElement, [named("*")], bob, {}, "allowed"],
    [
      "a user's federated session has no ARN of the user: it is another name",
      from.principalElement,
      [named(user("Bob"))],
      bob,
      {},
      "not-allowed",
    ],
    [
      "aws:PrincipalType of a federated user",
      from.principalKeys,
      [{ ...named("*"), ...when({ StringEquals: { "aws:PrincipalType": "FederatedUser" } }) }],
      bob,
      {},
      "allowed",
    ],
    [
      "a service-linked role by its ARN",
      from.principalElement,
      [named(autoScaling)],
      autoScaling,
      {},
      "allowed",
    ],
    [
      "its session lacks the path",
      from.principalElement,
      [named(autoScaling)],
      session("AWSServiceRoleForAutoScaling"),
      {},
      "allowed",
    ],
    [
      "two Principal kinds in one statement are an or",
      from.principalElement,
      [{ Principal: { AWS: app, Service: "sns.amazonaws.com" } }],
      "service:sns.amazonaws.com",
      {},
      "allowed",
    ],
    [
      "names of users fold no case",
      from.principalElement,
      [named(user("Alice"))],
      user("ALICE"),
      {},
      "not-allowed",
    ],
    [
      "a Sid may hold spaces, and two may be alike",
      from.sidElement,
      [{ Sid: "Allow use of the key" }, { Sid: "Allow use of the key", Action: "kms:Encrypt" }],
      app,
      {},
      "allowed",
    ],
  ]);
});

describe("services", () => {
  const service = "service:sns.amazonaws.com";
  const topic = "arn:aws:sns:us-west-2:111122223333:t";
  const sns = { Principal: { Service: "sns.amazonaws.com" } };
  both([
    [
      "a service with aws:SourceArn, for its topic",
      from.confusedDeputy,
      [{ ...sns, ...when({ ArnLike: { "aws:SourceArn": topic } }) }],
      service,
      { "aws:SourceArn": topic },
      "allowed",
    ],
    [
      "… for somebody else's",
      from.confusedDeputy,
      [{ ...sns, ...when({ ArnLike: { "aws:SourceArn": topic } }) }],
      service,
      { "aws:SourceArn": topic.replace(owner, stranger) },
      "not-allowed",
    ],
    [
      "… without a source",
      from.confusedDeputy,
      [{ ...sns, ...when({ StringEquals: { "aws:SourceAccount": owner } }) }],
      service,
      {},
      "not-allowed",
    ],
    [
      "kms:ViaService is the user's call",
      from.kmsKeys,
      [{ ...named(app), ...when({ StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } }) }],
      app,
      { "kms:ViaService": "s3.us-west-2.amazonaws.com" },
      "allowed",
    ],
    [
      "… in that Region",
      from.kmsKeys,
      [{ ...named(app), ...when({ StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } }) }],
      app,
      { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      "not-allowed",
    ],
    [
      "a Deny by address hits calls through services, which have none",
      from.globalKeys,
      denyWhen({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      app,
      { "kms:ViaService": "s3.us-west-2.amazonaws.com" },
      "denied",
    ],
    [
      "… unless it spares them",
      from.globalKeys,
      denyWhen({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" }, Bool: { "aws:ViaAWSService": "false" } }),
      app,
      { "aws:ViaAWSService": "true" },
      "allowed",
    ],
    [
      "a Deny by VPC endpoint hits calls that come by none",
      from.globalKeys,
      denyWhen({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }),
      app,
      {},
      "denied",
    ],
    [
      "kms:GrantIsForAWSResource",
      from.kmsKeys,
      [{ Action: "kms:CreateGrant", ...when({ Bool: { "kms:GrantIsForAWSResource": "true" } }) }],
      app,
      { "kms:GrantIsForAWSResource": "true" },
      "allowed",
      "kms:CreateGrant",
    ],
    [
      "revoking is an ordinary permission, RetireGrant none",
      from.retireGrant,
      [{ Action: ["kms:RevokeGrant", "kms:RetireGrant"] }],
      app,
      {},
      "allowed",
      "kms:RevokeGrant",
    ],
  ]);
});
