import { type ExitCode, exitCodes } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";
import type { Answer } from "../../output/answer.ts";
import { checkEach } from "./check-one.ts";
import { exitFor } from "./checked.ts";
import type { CheckedRow } from "./checked-row.ts";
import type { CheckFlags } from "./check-flags.ts";
import { fleetKeys, nameOfStream } from "../fleet/fleet-keys.ts";
import { checkTeller } from "./tell-rows.ts";

/**
 * Checks every key of a stream and tells of each as it comes; exit 1 where a finding, or a row that tells no policy, is as bad as
 * `--fail-on` says. Throws UsageError.
 */
export const checkFleet = async (context: Context, from: string, flags: CheckFlags): Promise<Answer> => {
  const teller = checkTeller(context, flags);
  let exit: ExitCode = exitCodes.done;
  for await (const one of fleetKeys(context, from, flags)) {
    const rows: readonly CheckedRow[] =
      "fault" in one
        ? [brokenRow(from, one)]
        : (await checkEach(context, one.open.label, [one.open], { flags, isBelowFolder: true })).map(
            (checked) => ({ checked }),
          );
    for (const row of rows) {
      const found = "checked" in row ? row.checked.open : [row.fault];
      if (exitFor(found, flags) === exitCodes.no) exit = exitCodes.no;
      teller.tell(row);
    }
  }
  teller.end();
  return { exit };
};

const brokenRow = (
  path: string,
  { line, fault }: { readonly line: number; readonly fault: string },
): CheckedRow => ({
  line,
  label: nameOfStream(path),
  target: { kind: "file", path, key: `line ${line}` },
  fault: {
    ...{ code: "json-syntax", severity: "error", path: "", line, column: 1, fixable: false },
    message: `line ${line} of ${nameOfStream(path)} tells no key's policy: ${fault}`,
  },
});
