import type { Sifted } from "../../check/acceptance.ts";
import type { LeftOut } from "../../check/left-out.ts";
import type { CheckOptions } from "../../check/options.ts";
import type { Finding, Severity } from "../../check/finding.ts";
import { type ExitCode, exitCodes } from "../../errors.ts";
import type { CheckFlags } from "./check-flags.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { FindingSource } from "../../target/told-in-document.ts";

/** One target with what was found in it. */
export interface Checked extends Sifted {
  readonly open: Sifted["open"];
  readonly opened: OpenTarget;
  /** As the user named it. */
  readonly label: string;
  /** The file in which places count, where the label names a key of it. */
  readonly place?: string;
  readonly text: string;
  /** False where the text is no JSON or YAML object: then only that is told. */
  readonly readable: boolean;
  /** The document gives no policy: nothing was checked, and people were told so. */
  readonly isDefault?: true;
  readonly options: CheckOptions;
  readonly leftOut: readonly LeftOut[];
  /** What was not looked at, in sentences. */
  readonly notes: readonly string[];
  /** Source lines of findings where the text's own are not to be shown. */
  readonly sources?: ReadonlyMap<Finding, FindingSource>;
}

const order: readonly Severity[] = ["error", "security", "warning", "suggestion"];

/** 1 where a finding is as bad as `--fail-on` says. */
export const exitFor = (findings: readonly Finding[], { failOn }: CheckFlags): ExitCode => {
  const isBadEnough = ({ severity }: Finding): boolean =>
    failOn !== "never" && order.indexOf(severity) <= order.indexOf(failOn);
  return findings.some(isBadEnough) ? exitCodes.no : exitCodes.done;
};
