import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import type { World } from "../../world/types.ts";
import type { ActionClass } from "./action-classes.ts";
import type { Budget } from "./boxes/box.ts";
import type { Rights } from "./boxes/rights.ts";
import type { Rise } from "./boxes/rise.ts";
import type { ConditionSpace } from "./boxes/space.ts";
import type { CallerClass } from "./caller-classes.ts";
import type { Ownership } from "./callers/callers.ts";
import type { Test } from "./conditions/condition-test.ts";
import type { Alike, Member } from "./words-alike.ts";

/** One of the two policies that are compared. */
export type Side = "before" | "after";

/** What lets a caller do it: the key policy by itself, or with an IAM policy. */
export type Via = "key-policy" | "iam";

/** Two policies cut into finitely many kinds of caller, action and context, and what each allows to whom. */
export interface AccessModel {
  readonly policies: Readonly<Record<Side, Policy>>;
  /** Whose organizations stand over the key and the callers; undefined where the key policy alone is asked. */
  readonly world: World | undefined;
  readonly ownership: Ownership;
  /** The facts about the key, with whom the policies tell as its owner; where that is not known, what rests on it is not decided. */
  readonly facts: KeyFacts;
  readonly callerClasses: readonly CallerClass[];
  readonly words: readonly Alike[];
  readonly accounts: Accounts;
  readonly sessions: OwnSessions;
  readonly parts: OwnParts;
  readonly actionClasses: readonly ActionClass[];
  readonly space: ConditionSpace;
  /** The tests on who calls. */
  readonly callerTests: readonly Test[];
  readonly budget: Budget;
  readonly budgets: { readonly exploring: Budget; readonly words: Budget };
  /** The wildcards differ, and are too many to try what they would do to names of the future. */
  readonly futureIsOpen: boolean;
  rights(side: Side, callers: CallerClass, actions: ActionClass): Rights;
  /** Where access rises from the other side to this one. */
  rise(to: Side, callers: CallerClass, actions: ActionClass): Rise;
}

/** The classes of the sessions that the policies name, by the ARN of their role where they name it, too. */
export type OwnSessions = ReadonlyMap<string, readonly CallerClass[]>;

/** The kinds of caller that a named service stands for, and those of another account that is named, by their word. */
export interface OwnParts {
  readonly services: ReadonlyMap<string, readonly Member[]>;
  readonly accounts: ReadonlyMap<string, readonly Member[]>;
}

/** The callers of one account, by class: those that no policy names, and those that must gain as well for the account to be told. */
interface Account {
  readonly unnamed: readonly CallerClass[];
  readonly counted: Readonly<Record<Via, ReadonlySet<CallerClass>>>;
}

/** The accounts of all callers, by `PARTITION:ACCOUNT`. */
export type Accounts = ReadonlyMap<string, Account>;
