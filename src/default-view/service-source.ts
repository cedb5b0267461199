import { UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonObject } from "../policy/json-value.ts";
import { accountIdIn } from "../policy/account-id.ts";
import { oneOrList } from "./one-or-list.ts";

/** For whom a service may use the key. */
export interface ServiceSource {
  readonly sourceAccounts?: readonly string[] | undefined;
  readonly sourceArns?: readonly string[] | undefined;
  /** For anyone: only where it was asked for in so many words. */
  readonly unscoped?: boolean | undefined;
}

/**
 * The Condition that ties a service to its source, so that it does not use the key for strangers (the confused deputy);
 * undefined when unscoped. `contextKey`: see ServiceProfile. Throws UsageError (`service-source-needed`,
 * `service-source-conflict`, `invalid-account-id`, `malformed-source-arn`).
 */
export const sourceCondition = (
  { sourceAccounts: typed = [], sourceArns = [], unscoped = false }: ServiceSource,
  contextKey: string | undefined,
  facts: KeyFacts,
): JsonObject | undefined => {
  const scoped = typed.length > 0 || sourceArns.length > 0;
  if (scoped === unscoped) throw scoped ? conflict() : needed();
  const sourceAccounts = typed.map(readAccount);
  sourceArns.forEach(refuseNoArn);
  if (unscoped) return undefined;
  if (contextKey !== undefined) return contextCondition(contextKey, sourceAccounts, sourceArns, facts);
  return {
    ...(sourceAccounts.length > 0
      ? { StringEquals: { "aws:SourceAccount": oneOrList(sourceAccounts) } }
      : {}),
    ...(sourceArns.length > 0
      ? { [arnOperator(sourceArns)]: { "aws:SourceArn": oneOrList(sourceArns) } }
      : {}),
  };
};

/** CloudWatch Logs User Guide: the log group's ARN is in the encryption context; an account means all of its log groups. */
const contextCondition = (
  contextKey: string,
  accounts: readonly string[],
  arns: readonly string[],
  { partition = "aws", region = "*" }: KeyFacts,
): JsonObject => {
  const ofAccounts = accounts.map((account) => `arn:${partition}:logs:${region}:${account}:*`);
  const values = arns.length > 0 ? arns : ofAccounts;
  return { [arnOperator(values)]: { [contextKey]: oneOrList(values) } };
};

const arnOperator = (arns: readonly string[]): string =>
  arns.some((arn) => /[*?]/.test(arn)) ? "ArnLike" : "ArnEquals";

const readAccount = (account: string): string => {
  const id = accountIdIn(account);
  if (id !== undefined) return id;
  throw new UsageError("invalid-account-id", `${account} is no account`, { hint: "write its 12 digits" });
};

const refuseNoArn = (arn: string): void => {
  if (/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) return;
  throw new UsageError("malformed-source-arn", `${arn} is no ARN of a resource`, {
    hint: "write it whole: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, wildcards allowed",
  });
};

const needed = (): UsageError =>
  new UsageError("service-source-needed", "it is not said for whose resources the service may use the key", {
    hint: "give --source-account ACCOUNT, --source-arn ARN or both; --unscoped means for anyone",
  });

const conflict = (): UsageError =>
  new UsageError("service-source-conflict", "--unscoped goes with no --source-account and no --source-arn", {
    hint: "leave one of them out",
  });
