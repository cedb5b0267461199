import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { readWorld, type WorldFile } from "../../src/world/read-world.ts";
import type { World } from "../../src/world/types.ts";

/** A worked example of effective access: a key, what IAM and the organization say, and questions with their answers. */
export interface WorkedExample {
  readonly n: number;
  readonly title: string;
  readonly key: {
    readonly arn: string;
    readonly spec: string;
    readonly usage: string;
    readonly aliases: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
    readonly policy: JsonValue;
  };
  readonly policyAfter?: JsonValue;
  readonly iam: Readonly<Record<string, object>>;
  readonly organizations?: readonly WorkedOrganization[];
  readonly grants?: readonly object[];
  readonly questions: readonly WorkedQuestion[];
  /** Who loses an action by the change to `policyAfter`. */
  readonly expectedLoss?: Readonly<
    Record<
      string,
      { readonly roles: readonly string[]; readonly users: readonly string[]; readonly rootUser: boolean }
    >
  >;
}

interface WorkedOrganization {
  readonly id: string;
  readonly management: string;
  /** From the root to the account, both included. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly policies: Readonly<
    Record<string, { readonly Type: string; readonly Name: string; readonly Content: object }>
  >;
  readonly attached: Readonly<Record<string, readonly string[]>>;
}

interface WorkedQuestion {
  readonly principal: string;
  readonly action: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly policy?: "before" | "after";
  readonly answer: { readonly decision: string; readonly stoppedBy?: string; readonly because: string };
}

/** A policy value as the engines take it. */
export const policyOf = (value: JsonValue): Policy => {
  const document = documentOf(parsePolicyText(JSON.stringify(value), "json"));
  if (!document) throw new Error("a worked example's policy is no object");
  return readPolicy(document);
};

/** The example's data as files of the contract tell it. */
export const worldOf = ({ iam, organizations = [], grants }: WorkedExample): World =>
  readWorld([
    ...Object.entries(iam).map(([account, value]): WorldFile => ({ name: `${account}.json`, value })),
    ...organizations.map((one): WorldFile => ({ name: `${one.id}.json`, value: organizationFile(one) })),
    ...(grants ? [{ name: "grants.json", value: { Grants: grants } }] : []),
  ]);

const organizationFile = ({ id, management, paths, policies, attached }: WorkedOrganization) => ({
  Organization: { Id: id, MasterAccountId: management },
  PolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
  Parents: Object.fromEntries(
    Object.values(paths).flatMap((path) => path.slice(1).map((child, above) => [child, path[above]])),
  ),
  Policies: Object.entries(policies).map(([policyId, { Type, Name, Content }]) => ({
    PolicySummary: { Id: policyId, Name, Type, AwsManaged: false },
    Content: JSON.stringify(Content),
  })),
  Attachments: attached,
});
