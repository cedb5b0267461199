import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { Policy } from "../../../policy/model.ts";
import type { World } from "../../../world/types.ts";

/** What is asked about: the key policies that are compared, on one key. */
export interface OverQuestion {
  readonly policies: readonly Policy[];
  readonly facts: KeyFacts;
  readonly owner: string | undefined;
  readonly partition: string;
  /** Accounts that the key policies name, as `PARTITION:ACCOUNT`. */
  readonly named: ReadonlySet<string>;
  readonly actions: readonly string[];
  readonly world: World;
}
