import type { Access } from "../access/types.ts";
import { accountIn, isLeftOut, isNameless, isUseOf } from "./matches.ts";
import type { Times, UsedBy } from "./types.ts";

/** Access that nobody used as far as the evidence goes. */
export interface UnusedAccess {
  /** A principal word. */
  readonly principal: string;
  /** As in `Access`. */
  readonly except?: Access["except"];
  /** `kms:Name`, sorted. */
  readonly actions: readonly string[];
  readonly via: Access["via"];
  readonly by?: Access["by"];
  /** Tried, and not allowed or failed: somebody wants it. */
  readonly tried?: Times;
}

/** What cannot be told: somebody of that account used it, and no trail here says who. */
export interface UntoldUse {
  readonly principal: string;
  readonly actions: readonly string[];
  readonly account: string;
}

/**
 * Of all access what nobody used, principal by principal. What the key's own account has through IAM is left out: it is its IAM
 * policies that give it, to whom is known with IAM data alone.
 */
export const unusedAccess = (
  access: readonly Access[],
  used: readonly UsedBy[],
  own: string | undefined,
): { readonly unused: readonly UnusedAccess[]; readonly untold: readonly UntoldUse[] } => {
  const rows = joined(access).filter(({ principal }) => !isOwnAccount(principal, own));
  const told = rows.map((row) => ({ row, ...standing(row, used, own) }));
  return {
    unused: told.flatMap(({ row: { principal, except, via, by }, left, tried }) =>
      left.length === 0
        ? []
        : [
            {
              principal,
              ...(except && { except }),
              actions: left,
              via,
              ...(by && { by }),
              ...(tried && { tried }),
            },
          ],
    ),
    untold: told.flatMap(({ row: { principal }, untold }) => {
      const account = accountIn(principal);
      return untold.length === 0 || account === undefined ? [] : [{ principal, actions: untold, account }];
    }),
  };
};

/** The root user has what its account has, and no part of that can be taken from it alone. */
export const holderOf = (word: string): string => word.replace(/^root-user:/, "account:");

const isOwnAccount = (word: string, own: string | undefined): boolean =>
  word.startsWith("account:") && accountIn(word) === own;

type Row = Pick<Access, "principal" | "except" | "actions" | "via" | "by">;

/** One row a principal and way: conditions apart, as use does not tell under which it was. */
const joined = (access: readonly Access[]): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const { principal: word, except, actions, via, by } of access) {
    const principal = holderOf(word);
    const name = `${[principal, ...(except ?? [])].join()} ${String(via === "grant")} ${JSON.stringify(by ?? [])}`;
    const known = rows.get(name)?.actions ?? [];
    rows.set(name, {
      principal,
      ...(except && { except }),
      via,
      ...(by && { by }),
      actions: [...new Set([...known, ...actions])].sort(),
    });
  }
  return [...rows.values()];
};

const standing = (
  { principal, actions, except = [] }: Row,
  used: readonly UsedBy[],
  own: string | undefined,
) => {
  const theirs = used.filter((by) => isUseOf(principal, by, own) && !isLeftOut(except, by));
  const done = new Set(theirs.flatMap(({ operations }) => operations.flatMap(doneIn)));
  const account = accountIn(principal);
  const strangers = used.filter(
    (by) => isNameless(by) && accountIn(by.principal) === account && !theirs.includes(by),
  );
  const perhaps = new Set(strangers.flatMap(({ operations }) => operations.flatMap(doneIn)));
  const left = actions.filter((action) => !done.has(action));
  return {
    left: left.filter((action) => !perhaps.has(action)),
    untold: left.filter((action) => perhaps.has(action)),
    tried: triedOf(theirs),
  };
};

const doneIn = ({ operation, count }: UsedBy["operations"][number]): readonly string[] =>
  count > 0 ? [operation] : [];

const triedOf = (used: readonly UsedBy[]): Times | undefined => {
  const all = used.flatMap(({ operations }) =>
    operations.flatMap(({ refused, failed }) => [...(refused ? [refused] : []), ...(failed ? [failed] : [])]),
  );
  const [first, ...rest] = all;
  return (
    first &&
    rest.reduce((a, b) => ({ count: a.count + b.count, last: a.last > b.last ? a.last : b.last }), first)
  );
};
