import type { ChangeOptions, ChangeResult, Edit, PolicySubject } from "../../change/types.ts";
import type { ChangeFlags, HalfFlags } from "../../cli/options.ts";
import type { ExitCode } from "../../errors.ts";
import type { OtherHalf } from "./attach.ts";

/** A change that is ready for the write path: what it works on, and what it makes of it. */
export interface PreparedChange {
  readonly subject: PolicySubject;
  readonly edit: Edit;
  readonly flags: ChangeFlags & HalfFlags;
  /** The words that would say on the command line what the verb itself asked for. */
  readonly answered?: readonly string[];
  /** What belongs to it in IAM, and is put in place after it. */
  readonly halves?: readonly OtherHalf[];
}

/** How a change ended, or would end. */
export interface MadeChange {
  readonly exit: ExitCode;
  readonly result: ChangeResult;
}

/** A change of one target that was looked at, and is made when all have been. */
export interface PlannedChange extends MadeChange {
  readonly subject: PolicySubject;
  /** Makes it; the history records it under this command and run. */
  apply(as: Pick<ChangeOptions, "command" | "run">): Promise<MadeChange>;
}
