import { atMoment } from "../../../access/at-moment.ts";
import type { Candidate } from "../../../access/lockout/candidates.ts";
import { lockoutOf, nobodyCanManage, type Lockout } from "../../../access/lockout.ts";
import type { Policy } from "../../../policy/model.ts";
import { managersIn, managesPlainly } from "../../managers.ts";
import { tellUnmanageable, whenNobodyManages } from "../../unmanageable/when-nobody.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";

/** The verdict about the caller, where one is known. */
const verdictOf = ({ policy, facts, options }: CheckContext, asked: Policy = policy): Lockout | undefined => {
  if (!options.caller) return undefined;
  return lockoutOf(asked, options.caller, facts, options.now && { known: atMoment({}, options.now) });
};

const atDocument = ({ document }: CheckContext) => ({ start: document.root.start, path: [] });

const sentence = (text: string): string => text.replace(/\.$/, "");

/**
 * PutKeyPolicy refuses a policy that does not let its caller put the next one (KMS API, PutKeyPolicy). Without a caller
 * only what locks out everybody is one.
 */
export const lockout = documentRule({
  code: "lockout",
  severity: "error",
  title: "The caller could not change the policy again",
  page: () => ({
    trigger: "The policy does not let the caller call PutKeyPolicy again; for a file, nobody at all.",
    why: "KMS refuses it (the lockout safety check). With the check bypassed, only AWS Support can make the key manageable again.",
    fix: "Keep the statement that gives the account's root ARN kms:*, or allow kms:PutKeyPolicy to the caller's role.",
    example:
      'only { role/App, kms:Decrypt }  =>  the same and { "AWS": "arn:aws:iam::111122223333:root" } with kms:*',
  }),
  partly: ["caller"],
  run: (context): Draft | undefined => {
    const { options } = context;
    const verdict = verdictOf(context);
    if (verdict?.verdict === "locked-out") {
      const isByDeny = verdictOf(context, allowsIn(context))?.verdict !== "locked-out";
      return found(context, verdict.reason, isByDeny);
    }
    if (refusedByIam(verdict, context))
      return found(context, `IAM does not let ${options.caller?.arn ?? ""} call kms:PutKeyPolicy.`, false);
    if (context.statements.some((statement) => managesPlainly(statement, context))) return undefined;
    const managers = managersIn(context);
    if (!managers) return undefined;
    const message = hasOne(managers) ? inTime(context) : byNobody;
    return message === undefined ? undefined : found(context, message, isManagedByAllows(context));
  },
});

const byNobody =
  "nobody could change this policy again: no statement lets anyone call kms:PutKeyPolicy, or a Deny takes it back";

/** Where a Deny alone takes it, one more Allow would mend nothing. */
const found = (context: CheckContext, message: string, isByDeny: boolean): Draft => ({
  at: atDocument(context),
  message: sentence(message),
  hint: isByDeny
    ? "have the Deny spare an administrator (ArnNotEquals on aws:PrincipalArn), or leave kms:PutKeyPolicy out of it"
    : "allow it to an administrator, or add the account's root ARN with kms:*",
});

const allowsIn = ({ policy }: CheckContext): Policy => ({
  ...policy,
  statements: policy.statements.filter(({ effect }) => effect === "Allow"),
});

/** Whether without the Deny statements somebody manages the key, always. */
const isManagedByAllows = (context: CheckContext): boolean => {
  const { facts, options } = context;
  const allows = allowsIn(context);
  return options.now
    ? whenNobodyManages(allows, facts, options.now) === undefined
    : nobodyCanManage(allows, facts) === undefined;
};

/** Somebody may, at some time. When nobody may is told where the present moment is known. */
const inTime = ({ policy, facts, options }: CheckContext): string | undefined => {
  const time = options.now && whenNobodyManages(policy, facts, options.now);
  return time && tellUnmanageable(time);
};

const hasOne = (managers: Iterable<Candidate>): boolean => managers[Symbol.iterator]().next().done !== true;

const refusedByIam = (verdict: Lockout | undefined, { options }: CheckContext): verdict is Lockout =>
  verdict?.verdict === "rests-on-iam" && options.callerIamAllowsPut === false;

/** The policy leaves the answer to IAM, or to something that is not known before the call (KMS API, PutKeyPolicy). */
export const lockoutUnknown = documentRule({
  code: "lockout-unknown",
  severity: "warning",
  title: "Whether the caller could change the policy again is open",
  page: () => ({
    trigger:
      "Whether the caller may call PutKeyPolicy again rests on IAM policies that could not be read, or on a condition that cannot be decided beforehand.",
    why: "KMS may refuse the put, or accept it and the next one fails.",
    fix: "Make sure that the caller's IAM policies allow kms:PutKeyPolicy on this key.",
    example:
      "only the account's root ARN has kms:*  =>  and the caller's role has an IAM policy with kms:PutKeyPolicy",
  }),
  needs: ["caller"],
  run: (context): Draft | undefined => {
    const verdict = verdictOf(context);
    const rests = verdict?.verdict === "rests-on-iam" && context.options.callerIamAllowsPut === undefined;
    if (!verdict || (!rests && verdict.verdict !== "undecided")) return undefined;
    return {
      at: atDocument(context),
      message: sentence(verdict.reason),
      hint: rests
        ? "make sure that an IAM policy of the caller allows kms:PutKeyPolicy on this key"
        : "allow kms:PutKeyPolicy to the caller's role without that condition",
    };
  },
});
