import type { IdentityEvaluation, IdentityRequest } from "../access/evaluate-identity.ts";
import type { EffectiveEvaluation, EffectiveQuestion } from "../access/effective/types.ts";
import type { Lockout, LockoutCaller, LockoutOptions } from "../access/lockout.ts";
import type { AccessChange, AccessRequest } from "../access/types.ts";
import type { Acceptance } from "../check/acceptance.ts";
import type { Finding } from "../check/finding.ts";
import type { Unmanageable } from "../check/unmanageable/when-nobody.ts";
import type { CheckOptions } from "../check/options.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { MergeResult } from "../policy/merge/merge.ts";
import type { Policy } from "../policy/model.ts";
import type { ParsedText } from "../policy/syntax.ts";
import type { Caller, Clock, History, IdentityDirectory } from "../ports.ts";
import type { World } from "../world/types.ts";
import type { ChangeByName, ChangeOptions, PolicySubject, Reviewer } from "./types.ts";

/** The pure judgements that the write path rests on; the real ones are in `judges.ts`. */
export interface Judges {
  check(parsed: ParsedText, facts: KeyFacts, options: CheckOptions): readonly Finding[];
  compare(before: Policy, after: Policy, facts: KeyFacts): AccessChange;
  lockout(policy: Policy, caller: LockoutCaller, facts: KeyFacts, options: LockoutOptions): Lockout;
  /** When nobody at all may change the policy, from a moment on; undefined where always somebody may. */
  whenNobodyManages(policy: Policy, facts: KeyFacts, now: Date): Unmanageable | undefined;
  /** Decides a call yet to be made by all layers that are known. */
  later(
    request: AccessRequest,
    question: EffectiveQuestion,
  ): Pick<EffectiveEvaluation, "decision" | "undecided" | "stoppedBy">;
  identity(documents: readonly string[], request: IdentityRequest): IdentityEvaluation;
  same(a: PolicyDocument, b: PolicyDocument): boolean;
  merge(base: PolicyDocument, mine: PolicyDocument, theirs: PolicyDocument): MergeResult;
}

/** What a change needs from outside. */
export interface ChangeServices {
  readonly history: History;
  readonly clock: Clock;
  readonly judges: Judges;
  readonly reviewer: Reviewer;
  /** What the configuration tells the rules: whom it trusts and what it forbids. Absent where there is none. */
  readonly house?: CheckOptions | undefined;
  /** What the configuration accepts of this target. */
  readonly accepted?: readonly Acceptance[];
  /** True where a question may be asked. */
  readonly interactive: boolean;
  /** Who makes the change, for the history: the caller's ARN; for a file the user's name. */
  readonly by: string;
  /** Whose credentials write the key; absent for a file. */
  readonly caller?: Caller | undefined;
  /** IAM of the key's account, where it may be asked; absent for a file. */
  readonly directory?: IdentityDirectory | undefined;
  /** Everything that binds the caller itself, as far as it may be read; undefined where that is nothing. */
  readonly ownWorld?: (() => Promise<World | undefined>) | undefined;
  /** Tells a change by the people whom IAM lets in; undefined where it changes nothing through IAM. Absent where nobody asks. */
  readonly byName?:
    ((before: Policy, after: Policy, access: AccessChange) => Promise<ChangeByName | undefined>) | undefined;
  /** Says `words` on standard error if the process is stopped before the returned function is called. */
  readonly onStop?: ((words: () => string) => () => void) | undefined;
  /** Tells the user something while the change goes on. */
  note(text: string): void;
  /** Does `work`, and says what is waited for where that takes long. */
  readonly waiting?: (<Result>(words: string, work: () => Promise<Result>) => Promise<Result>) | undefined;
}

/** One change on its way: what it works on, how, and with whose help. */
export interface Road {
  readonly subject: PolicySubject;
  readonly options: ChangeOptions;
  readonly services: ChangeServices;
}
