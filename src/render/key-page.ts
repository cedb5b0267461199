import type { Access } from "../access/types.ts";
import type { DefaultView } from "../default-view/default-view.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ChangeRecord, Target } from "../ports.ts";
import type { TypedTarget } from "../shell/typed-command.ts";

/** What the page of `show` is about. */
export interface ShownKey {
  readonly target: Target;
  readonly typed: TypedTarget;
  readonly label: string;
  readonly facts: KeyFacts;
  readonly view: DefaultView;
  /** All access that the policy gives, permission sets by their own word. */
  readonly access: readonly Access[];
  /** When the key will be deleted, in ISO 8601. */
  readonly deletion?: string | undefined;
  /** What check finds in the text: `1 security (public-access)`; empty for nothing. Absent where it was not looked for. */
  readonly findings?: string | undefined;
  /** The newest change of which this machine's history knows that it was written; null for none. Absent where it was not looked for. */
  readonly last?: ChangeRecord | null | undefined;
}
