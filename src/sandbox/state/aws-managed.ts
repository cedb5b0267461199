import type { ManagedPolicy } from "./types.ts";

const statement = (effect: "Allow" | "Deny", what: object): object => ({ Effect: effect, ...what });

const reading = ["Describe*", "Get*", "List*"];

/** Some of AWS's managed policies, as far as they speak of KMS, IAM and the organization. */
const documents: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [statement("Allow", { Action: "*", Resource: "*" })],
  PowerUserAccess: [
    statement("Allow", { NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }),
    statement("Allow", { Action: ["iam:ListRoles", "organizations:DescribeOrganization"], Resource: "*" }),
  ],
  ReadOnlyAccess: [
    statement("Allow", {
      Action: ["kms", "iam", "organizations"].flatMap((service) =>
        reading.map((action) => `${service}:${action}`),
      ),
      Resource: "*",
    }),
  ],
  ViewOnlyAccess: [
    statement("Allow", { Action: ["kms:List*", "iam:List*", "organizations:List*"], Resource: "*" }),
  ],
};

const created = Date.UTC(2015, 1, 6);

/** AWS's managed policies by ARN: the same in every account. */
export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  Object.entries(documents).map(([name, Statement], at) => {
    const arn = `arn:aws:iam::aws:policy/${name}`;
    const text = JSON.stringify({ Version: "2012-10-17", Statement });
    const policy: ManagedPolicy = {
      ...{ arn, name, path: "/", created, inForce: "v1" },
      id: `ANPASANDBOX${String(at).padStart(10, "A")}`,
      versions: new Map([["v1", { text, created }]]),
    };
    return [arn, policy];
  }),
);
