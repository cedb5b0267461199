import type { Policy, Statement } from "../../policy/model.ts";
import type { Principal } from "../../policy/principal.ts";
import type { RequestCaller } from "./caller.ts";
import { isOpenCaller, openEntriesOf } from "./open-principal.ts";
import { principalsOf } from "./reach.ts";

const everyone = "*";

// A policy is asked about many callers, and each statement names a few: who is named where is looked up once.
const known = new WeakMap<Policy, ReadonlyMap<string, readonly number[]>>();

/** The statements that may speak of a caller, in their order: all that name it, its account or everyone, and perhaps some more. */
export const statementsAbout = (policy: Policy, caller: RequestCaller): readonly Statement[] => {
  if (isOpenCaller(caller)) return policy.statements;
  const { account, name } = caller;
  const places = known.get(policy) ?? placesByName(policy.statements);
  known.set(policy, places);
  const about = [everyone, account ?? everyone, plainName(name)].flatMap((key) => places.get(key) ?? []);
  return [...new Set(about)]
    .sort((left, right) => left - right)
    .flatMap((place) => policy.statements[place] ?? []);
};

const placesByName = (statements: readonly Statement[]): ReadonlyMap<string, readonly number[]> => {
  const places = new Map<string, number[]>();
  statements.forEach((statement, place) => {
    const mayBeAnyone = statement.notPrincipal || openEntriesOf(statement).length > 0;
    const names = mayBeAnyone ? [everyone] : principalsOf(statement).map(nameIn);
    for (const name of names) {
      const same = places.get(name);
      if (same) same.push(place);
      else places.set(name, [place]);
    }
  });
  return places;
};

/** What a caller whom the principal reaches has for a name, or for an account; a session has its role's. */
const nameIn = (principal: Principal): string => {
  switch (principal.kind) {
    case "everyone":
    case "malformed":
      return everyone;
    case "account":
      return principal.account;
    case "session":
      return principal.role;
    case "unique-id":
      return plainName(principal.id);
    default:
      return principal.name;
  }
};

// `AROA…:session` is of `AROA…`.
const plainName = (name: string): string => name.split(":")[0] ?? name;
