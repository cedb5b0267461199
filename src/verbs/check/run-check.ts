import { problemWith } from "../../check/acceptance.ts";
import { tableAge } from "../../check/table-age.ts";
import { sayNote } from "../../cli/say-note.ts";
import { UsageError, type ExitCode } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";
import { checkAll } from "./check-one.ts";
import { exitFor, type Checked } from "./checked.ts";
import { checkTargets, requireSome, type CheckTargets } from "./check-targets.ts";
import type { CheckFlags } from "./check-flags.ts";
import { printChecked } from "./print-checked.ts";

/** Checks policies, a text that does not parse included; exit 1 where a finding is as bad as `--fail-on` says. */
export const runCheck = async (
  context: Context,
  [operands]: readonly [readonly string[]],
  flags: CheckFlags,
): Promise<ExitCode> => {
  if (context.global.json && flags.format !== undefined && flags.format !== "json") {
    throw new UsageError("conflicting-flags", `--json and --format ${flags.format} contradict each other`);
  }
  if (flags.fix && flags.format !== undefined && flags.format !== "text") {
    throw new UsageError(
      "conflicting-flags",
      `--fix prints the change, and not in --format ${flags.format}`,
      {
        hint: "--json prints it for a machine; check again afterwards for the other formats",
      },
    );
  }
  for (const code of flags.ignore ?? []) refuseUnknown(code);
  const targets = await checkTargets(context, operands);
  if (flags.fix) return (await import("./run-fix.ts")).runFix(context, targets, flags);
  const { checked, skipped } = await checkOperands(context, targets, flags);
  if (targets.below.size > 0 || targets.operands.length === 0)
    requireSome(targets.operands.length - skipped.length, operands);
  const several = targets.several || checked.length > 1;
  // Most sources of a Terraform folder have no key: that is nothing to be told.
  const told = skipped.filter((path) => !/\.(?:tf|tofu)$/i.test(path));
  await printChecked(context, checked, { several, skipped: told }, flags);
  if (context.outside.errorIsTerminal && (flags.format ?? "text") === "text") sayAge(context);
  return exitFor(
    checked.flatMap(({ open }) => open),
    flags,
  );
};

/** To people, not to programs: what the tables do not know is told as access like any other all the same. */
const sayAge = (context: Context): void => {
  const age = tableAge(context.outside.clock.now());
  if (age !== undefined) sayNote(context, age);
};

/** Checks one after the other; `skipped`: what lies below a folder and holds no policy. */
const checkOperands = async (
  context: Context,
  { operands, below }: CheckTargets,
  flags: CheckFlags,
): Promise<{ readonly checked: readonly Checked[]; readonly skipped: readonly string[] }> => {
  const checked: Checked[] = [];
  const skipped: string[] = [];
  const folder = below.size > 0 ? await import("./check-below.ts") : undefined;
  const reading = folder ? (await import("./read-once.ts")).readingOnce(context) : context;
  for (const operand of operands) {
    const found =
      folder && below.has(operand)
        ? await folder.checkBelow(reading, operand, flags)
        : await checkAll(context, operand, flags);
    if (found) checked.push(...found);
    else skipped.push(operand);
  }
  return { checked, skipped };
};

/** A misspelt code would ignore nothing, and say nothing. */
const refuseUnknown = (code: string): void => {
  const problem = problemWith(code, "ignored");
  if (problem !== undefined) throw new UsageError("bad-value", `--ignore: ${problem}`);
};
