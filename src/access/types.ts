/** One test of a condition, as `--json` prints it; `not` negates the whole test, absence of the key included. */
export interface Condition {
  readonly key: string;
  /** The operator as written, set prefix and IfExists included. */
  readonly test: string;
  readonly values: readonly string[];
  readonly not?: boolean;
}

/** A concrete request: who, what, and under which request context (key to value, or values of a multi-valued key). */
export interface AccessExample {
  readonly principal: string;
  readonly action: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Who may do what, when. The field names are the contract of `--json`. */
export interface Access {
  /** A principal word: an ARN, `account:…`, `account:… (others)`, `root-user:…`, `service:…`, `anyone`, a unique id. */
  readonly principal: string;
  /**
   * Of `service:any` the services (`service:NAME`), of `anyone` the accounts (`account:ID`) that it does not take in, as they have it
   * not, or under other conditions.
   */
  readonly except?: readonly string[];
  /** Sorted, each `kms:Name`, no wildcard. */
  readonly actions: readonly string[];
  /** `iam`: only together with a permission in that account's IAM, or with IAM data by such a permission. */
  readonly via: "key-policy" | "iam" | "grant";
  /** An or of ands; `[[]]` is always. */
  readonly when: readonly (readonly Condition[])[];
  readonly example: AccessExample;
  /** Those of the actions that are not known to this kmspol, where there are some: AWS may have them. */
  readonly unknownActions?: readonly string[];
  /** Why the engine could not decide; such an entry counts as a gain and as a loss. */
  readonly undecided?: string;
  /** With IAM data: the statements and grants that give it. */
  readonly by?: readonly AccessSource[];
  /** With IAM data: a session policy, which nobody can look up, may give less. */
  readonly atMost?: true;
}

/** What gives access: a statement of the key policy or of an IAM policy, or a grant. */
export interface AccessSource {
  readonly layer: "key-policy" | "iam" | "grant";
  /** `inline:NAME`, or the ARN of a managed policy. */
  readonly policy?: string;
  /** ARN of the group that brings the policy. */
  readonly of?: string;
  /** Of the statement, from 0. */
  readonly index?: number;
  readonly sid?: string;
  /** Id of the grant. */
  readonly grant?: string;
}

/** Who gets actions that AWS adds later, by which wildcards (`kms:Get*`); none where NotAction takes in whatever comes. */
export interface FutureAccess {
  /** A principal word. */
  readonly principal: string;
  /** As in `Access`. */
  readonly except?: readonly string[];
  readonly wildcards: readonly string[];
}

/** What changes from one policy to another. */
export interface AccessChange {
  /** The same access, today's actions taken. */
  readonly equivalent: boolean;
  readonly gained: readonly Access[];
  readonly lost: readonly Access[];
  /** True where the two differ in actions that do not exist yet (a wildcard). */
  readonly futureActions?: boolean;
  /** Then: who gains and who loses them; empty where there are too many wildcards to say. */
  readonly future?: { readonly gained: readonly FutureAccess[]; readonly lost: readonly FutureAccess[] };
}

/** One request put to the plain evaluator. Context keys are as users write them; case does not matter. */
export interface AccessRequest {
  /** A concrete caller: user, role, session or federated ARN, a root ARN or account id, `root-user:ID`, `service:NAME`. */
  readonly principal: string;
  /** `kms:Name`. */
  readonly action: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export type Decision = "allowed" | "needs-iam" | "denied" | "not-allowed";

/** A statement that took part in a decision. */
export interface DecidingStatement {
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
}

/** A condition key that the request gives and that cannot turn the answer. */
export interface IgnoredKey {
  /** As given. */
  readonly key: string;
  /** A clause: `kms:Sign does not carry it`. */
  readonly because: string;
}

/** The plain evaluator's answer to one request. */
export interface Evaluation {
  readonly decision: Decision;
  readonly statements: readonly DecidingStatement[];
  /** Conditions under which the answer would turn. */
  readonly otherwise?: readonly (readonly Condition[])[];
  /** Why no key policy can allow this at all, as a sentence without its full stop; only where it is not allowed. */
  readonly because?: string;
  /** The action is not known to this kmspol: AWS may have it. */
  readonly unknownAction?: true;
  /** Keys of the request's context that have no effect, where there are some. */
  readonly ignored?: readonly IgnoredKey[];
  /** Why the answer is not certain (an unknown operator, an unset variable…). */
  readonly undecided?: string;
}
