import { decideRequest } from "../../src/access/evaluate.ts";
import type { Decision } from "../../src/access/types.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { JsonValue, PolicyFormat } from "../../src/policy/syntax.ts";
import { documentValue, isList, isRecord } from "../../src/policy/json-value.ts";
import { allowableActions } from "../../src/policy/kms-actions.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

export const own = "111122223333";
export const other = "444455556666";

/** `role/App` in the key's account. */
export const arn = (name: string, account = own): string => `arn:aws:iam::${account}:${name}`;

const keyArn = `arn:aws:kms:us-east-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

interface TestKey extends KeyFacts {
  readonly arn: string;
}

/** A key of each kind, as DescribeKey tells it. */
export const keys = {
  symmetric: key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
  rsa: key("RSA_2048", "ENCRYPT_DECRYPT"),
  signing: key("ECC_NIST_P256", "SIGN_VERIFY"),
  agreement: key("ECC_NIST_P384", "KEY_AGREEMENT"),
  hmac: key("HMAC_256", "GENERATE_VERIFY_MAC"),
  imported: { ...key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"), origin: "EXTERNAL" },
  multiRegion: { ...key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"), multiRegion: true },
} satisfies Record<string, TestKey>;

function key(spec: string, usage: string): TestKey {
  return { account: own, partition: "aws", region: "us-east-1", arn: keyArn, spec, usage, origin: "AWS_KMS" };
}

export const parse = (text: string, format: PolicyFormat = "json"): PolicyDocument => {
  const document = documentOf(parsePolicyText(text, format));
  if (!document) throw new Error(`no policy: ${text}`);
  return document;
};

/** A policy of these statements, indented by two. Effect, Resource and the principal's form are filled in. */
export const policy = (...statements: readonly Short[]): PolicyDocument =>
  parse(JSON.stringify({ Version: "2012-10-17", Statement: statements.map(full) }, null, 2));

/** A statement as tests write it: `who` names principals of the key's account by `role/App`, others in full. */
export interface Short {
  readonly sid?: string;
  readonly deny?: true;
  readonly who: string | readonly string[] | JsonValue;
  readonly may: string | readonly string[];
  readonly if?: JsonValue;
}

const full = ({ sid, deny, who, may, if: condition }: Short): JsonValue => ({
  ...(sid === undefined ? {} : { Sid: sid }),
  Effect: deny ? "Deny" : "Allow",
  Principal: isRecord(who) ? who : { AWS: inFull(who as string | string[]) },
  Action: may,
  Resource: "*",
  ...(condition === undefined ? {} : { Condition: condition }),
});

const inFull = (who: string | readonly string[]): JsonValue =>
  typeof who === "string" ? oneInFull(who) : who.map(oneInFull);
const oneInFull = (who: string): string => (/^(user|role|root)/.test(who) ? arn(who) : who);

/** The statements of a document, as plain values; a list of one as its value, for either form will do. */
export const statementsOf = (document: PolicyDocument): readonly JsonValue[] => {
  const value = documentValue(document);
  const list = isRecord(value) ? value["Statement"] : undefined;
  return ((Array.isArray(list) ? list : [list]) as JsonValue[]).map(unlisted);
};

/** The statements that the short form stands for. */
export const statements = (...short: readonly Short[]): readonly JsonValue[] => short.map(full).map(unlisted);

const unlisted = (value: JsonValue): JsonValue => {
  if (isList(value)) return value.length === 1 ? unlisted(value[0]!) : value.map(unlisted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unlisted(item)]));
};

const rank: Record<Decision, number> = { denied: 0, "not-allowed": 1, "needs-iam": 2, allowed: 3 };
const contexts = [
  {},
  { "kms:GrantIsForAWSResource": "true" },
  { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
];

/**
 * Who gains (`+`) and loses (`-`) what, asked of the plain evaluator request by request: every principal that one of the
 * policies names, every action, a few contexts. Independent of the engine that the verbs prove themselves with.
 */
export const accessChange = (
  before: PolicyDocument,
  after: PolicyDocument,
  facts: KeyFacts,
  actions: readonly string[] = allowableActions,
): readonly string[] => {
  if (before.text === after.text) return [];
  const [old, new_] = [readPolicy(before), readPolicy(after)];
  return [...new Set([...callers(before), ...callers(after)])].flatMap((principal) => {
    const gained = new Set<string>();
    const lost = new Set<string>();
    for (const action of actions) {
      for (const context of contexts) {
        const was = rank[decideRequest(old, { principal, action, context }, facts).decision];
        const is = rank[decideRequest(new_, { principal, action, context }, facts).decision];
        if (is > was) gained.add(action);
        if (is < was) lost.add(action);
      }
    }
    return [...line("+", principal, gained), ...line("-", principal, lost)];
  });
};

/** One action of each kind: enough to see a stray change in hundreds of policies. */
export const someActions = [
  ...["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant", "kms:PutKeyPolicy"],
  ...["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion", "kms:TagResource", "kms:RotateKeyOnDemand"],
];

const line = (sign: string, principal: string, actions: ReadonlySet<string>): readonly string[] =>
  actions.size === 0 ? [] : [`${sign} ${principal.replace(`arn:aws:iam::${own}:`, "")} ${summary(actions)}`];

const summary = (actions: ReadonlySet<string>): string =>
  [...actions]
    .map((action) => action.replace("kms:", ""))
    .sort()
    .join(" ");

/** Everybody that a policy names, as callers: accounts as one of their roles, services by name; dead ids cannot call. */
export const callers = (document: PolicyDocument): readonly string[] =>
  readPolicy(document).statements.flatMap(({ principals }) =>
    principals.flatMap(({ type, value }) => {
      if (type === "Service") return [`service:${value}`];
      if (type !== "AWS" || /^A(IDA|ROA)/.test(value)) return [];
      if (value === "*") return [arn("role/Stranger", "123456789012")];
      return [/^\d{12}$/.test(value) ? arn("root", value) : value];
    }),
  );
