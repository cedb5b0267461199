import { accountNotKnown, bannedAccess } from "../../../access/banned-access.ts";
import type { Access } from "../../../access/types.ts";
import { mayAskEngine } from "../../effort.ts";
import { listOf, quoted } from "../../quoted.ts";
import { type CheckContext, documentRule, type Draft } from "../../rule.ts";

/**
 * What the configuration forbids, decided by what the policy means: each principal that gets it is told with the reason. What cannot be
 * decided is told as that.
 */
export const forbiddenAccess = documentRule({
  code: "forbidden-access",
  severity: "error",
  title: "Access that the configuration forbids",
  page: () => ({
    trigger:
      "The policy gives a principal what forbid of the configuration (.kmspolrc.json) says nobody may give it, by whatever statement: an account's access is that of each of its principals, a Deny takes it away, a condition narrows it.",
    why: "Somebody has written down that this must not be, and why; the message has the reason.",
    fix: "Take the principal or the action out, or deny it; a change that would bring it is not written. Where it is meant after all, name it in except of the configuration.",
    example:
      '{ "forbid": [{ "principal": "outside", "actions": ["kms:Decrypt"], "except": ["444455556666"], "reason": "data stays here" }] }',
  }),
  needs: ["forbid"],
  partly: ["account"],
  run: (context) => {
    const { policy, facts, options } = context;
    const bans = options.forbid ?? [];
    if (bans.length === 0) return [];
    const at = { start: context.document.root.start, path: [] };
    if (!mayAskEngine(context, policy.statements))
      return [
        {
          at,
          severity: "warning",
          message: "this policy is too large to tell whether it gives what the configuration forbids",
        },
      ];
    return bans.flatMap((ban) =>
      bannedAccess(ban, policy, facts).map((entry) => draftOf(entry, ban.reason, context)),
    );
  },
});

const draftOf = (entry: Access, reason: string, context: CheckContext): Draft => ({
  at: placeOf(entry.principal, context),
  message: forbiddenWords(entry, reason),
  ...(entry.undecided !== undefined && { severity: "warning" }),
  hint: entry.undecided === accountNotKnown ? "give --account, or account in the configuration" : hint,
});

/** What is said of an access that is forbidden for a reason, or of which that is not decided. */
export const forbiddenWords = ({ principal, actions, when, undecided }: Access, reason: string): string => {
  const what = `${listOf(actions.slice(0, 5))}${actions.length > 5 ? ` and ${actions.length - 5} more` : ""}`;
  const narrowed = when.some((all) => all.length === 0) ? "" : ", under a condition";
  const why = `which the configuration forbids: ${reason}`;
  return undecided === undefined
    ? `${quoted(principal)} gets ${what}${narrowed}, ${why}`
    : `whether ${quoted(principal)} gets ${what} is not decided (${undecided}), ${why}`;
};

const hint =
  "take the principal or the actions out of the statement that gives it, or name it in except of the configuration";

/** The entry that names the principal, or its account; else the document. */
const placeOf = (principal: string, { statements, document }: CheckContext) => {
  const entries = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals);
  const account = /(?:^|:)(\d{12})(?=$|[:\s])/.exec(principal)?.[1] ?? "-";
  const word = principal.replace(/^service:/, "");
  return (
    entries.find(({ value }) => value === word) ??
    entries.find(({ value }) => value === account || value.endsWith(`::${account}:root`)) ??
    entries.find(({ value }) => value === "*") ?? { start: document.root.start, path: [] }
  );
};
