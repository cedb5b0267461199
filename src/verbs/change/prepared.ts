import type { ChangeOptions, ChangeResult, PolicySubject } from "../../change/types.ts";
import type { ExitCode } from "../../errors.ts";
import type { OtherHalf } from "./attach.ts";
import type { ReadyChange } from "./change.ts";

/** A change that is ready for the write path, and what comes after it. */
export interface PreparedChange extends ReadyChange {
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
