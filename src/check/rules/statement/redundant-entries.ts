import { consoleSids } from "../../console-sids.ts";
import { removeItem } from "../../fixes.ts";
import { isOwnRoot, normalPrincipal } from "../../normal-principal.ts";
import { globMatches } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { statementRule, type Draft } from "../../rule.ts";
import type { ActionView } from "../../views.ts";

/**
 * The same principal twice in one list, in whatever spelling; `*` beside others covers them all. In an Allow the next step is to take
 * the `*` out: then the others count, so they are no fix away, and the account's root principal is never said to be too much.
 */
export const redundantPrincipal = statementRule({
  code: "redundant-principal",
  severity: "suggestion",
  title: "The statement names this principal already",
  page: () => ({
    trigger:
      'The same principal stands twice in one list, perhaps as account id and as root ARN, or beside "*".',
    why: "Removing one of them seems to remove the access.",
    fix: "Keep one.",
    example: '["111122223333", "arn:aws:iam::111122223333:root"]  =>  ["arn:aws:iam::111122223333:root"]',
  }),
  fixKeepsAccess: true,
  fixesMeet: "never",
  run: ({ principals, model, effect }, { document, facts }) => {
    const seen = new Map<string, string>();
    const everyone = principals.some(({ principal }) => principal.kind === "everyone") && !model.notPrincipal;
    return principals.flatMap((at): Draft[] => {
      const name = normalPrincipal(at);
      const first = seen.get(name);
      if (first === undefined) seen.set(name, at.value);
      const covered = first ?? (everyone && at.type === "AWS" && at.value !== "*" ? "*" : undefined);
      const byEveryone = first === undefined && effect === "Allow";
      if (covered === undefined || (byEveryone && isOwnRoot(at, facts))) return [];
      const message = `${quoted(at.value)} is covered by ${quoted(covered)} in the same statement`;
      const remove = removeItem(document, at.path);
      return [
        {
          at,
          message,
          hint: "remove one of them",
          ...(byEveryone ? { suggestion: remove } : { fix: remove }),
        },
      ];
    });
  },
});

/**
 * An action that another entry of the same list covers, today's actions and future ones taken. The console writes
 * kms:UpdatePrimaryRegion beside kms:Update*, and shows its default view only where both are there (default key policy).
 */
export const redundantAction = statementRule({
  code: "redundant-action",
  severity: "suggestion",
  title: "Another action of the statement already covers this one",
  page: () => ({
    trigger: "Another entry of the same list covers the action, or it stands twice.",
    why: "It suggests a limit that is not there.",
    fix: "Remove the narrower entry, or the wildcard, if the narrow one was meant. In the console's own statements only what stands twice is redundant: its default view wants them whole.",
    example: '["kms:*", "kms:Decrypt"]  =>  ["kms:*"]',
  }),
  fixKeepsAccess: true,
  fixesMeet: "never",
  run: ({ actions, sid }, { document }) => {
    const patterns = consoleSids.has(sid ?? "") ? [] : patternsIn(actions);
    const seen = new Set<string>();
    return actions.flatMap((at, index): Draft[] => {
      const folded = at.value.toLowerCase();
      const repeated = seen.has(folded);
      seen.add(folded);
      const wider = patterns.find(
        (other) =>
          other.folded !== folded &&
          isWithin(folded, other.folded) &&
          // Of two patterns that say the same, the first stays.
          !(other.index > index && isWithin(other.folded, folded)),
      );
      if (!repeated && !wider) return [];
      const message = wider
        ? `${quoted(at.value)} is covered by ${quoted(wider.value)} in the same statement`
        : `${quoted(at.value)} is in the list twice`;
      return [{ at, message, hint: "remove it", fix: removeItem(document, at.path) }];
    });
  },
});

/** The patterns among the entries, each once; of a list that no policy needs only the first, as each entry is held against all. */
const patternsIn = (actions: readonly ActionView[]) => {
  const seen = new Set<string>();
  return actions
    .map(({ value }, index) => ({ value, folded: value.toLowerCase(), index }))
    .filter(({ folded }) => folded.includes("*") && !seen.has(folded) && seen.add(folded))
    .slice(0, enough);
};

/** There are 56 actions of KMS. */
const enough = 200;

/** Whether every action that matches `narrow` also matches `wide`, both in lower case. A `?` of the wide one could take a `*`: then not decided. */
const isWithin = (narrow: string, wide: string): boolean => {
  if (wide.includes("?") && narrow.includes("*")) return narrow === wide;
  return globMatches(wide, narrow);
};
