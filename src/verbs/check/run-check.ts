import { problemWith } from "../../check/acceptance.ts";
import { tableAge } from "../../check/table-age.ts";
import { UsageError } from "../../errors.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { sayGone } from "../../target/say-gone.ts";
import { checkAll } from "./check-one.ts";
import type { Checked } from "./checked.ts";
import { checkTargets, requireSome, type CheckTargets } from "./check-targets.ts";
import { requireNoTargets } from "../from-options.ts";
import type { CheckFlags } from "./check-flags.ts";
import { type Answer, type Said, viewOf } from "../../output/answer.ts";
import type { PlannedChange } from "../change/prepared.ts";
import { checkedAnswer } from "./print-checked.ts";

/** Checks policies, a text that does not parse included; exit 1 where a finding is as bad as `--fail-on` says. */
export const runCheck = async (
  context: Context,
  [operands]: readonly [readonly string[]],
  flags: CheckFlags,
): Promise<Answer> => {
  requireSense(context, flags);
  if (flags.from !== undefined) {
    requireNoTargets(operands);
    return (await import("./check-rows.ts")).checkFleet(context, flags.from, flags);
  }
  const targets = await checkTargets(context, operands);
  if (flags.fix) return (await import("./run-fix.ts")).runFix(context, targets, flags);
  const { checked, skipped } = await checkOperands(context, targets, flags);
  if (targets.below.size > 0 || targets.operands.length === 0)
    requireSome(targets.operands.length - skipped.length, operands);
  const several = targets.several || checked.length > 1;
  // Most sources of a Terraform folder have no key: that is nothing to be told.
  const told = skipped.filter((path) => !/\.(?:tf|tofu)$/i.test(path));
  const answer = checkedAnswer(context, checked, { several, skipped: told }, flags);
  const isForPeople = context.outside.errorIsTerminal && (flags.format ?? "text") === "text";
  return isForPeople
    ? { ...answer, view: async () => [...(await viewOf(answer)), ...sayAge(context)] }
    : answer;
};

/** Throws UsageError where flags contradict each other (`conflicting-flags`), or ignore a code that there is not (`bad-value`). */
const requireSense = ({ global }: Context, flags: CheckFlags): void => {
  if (global.json && flags.format !== undefined && flags.format !== "json") {
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
};

/** `check --fix` of one policy, for many keys: planned like every change. */
export const planCheck = async (
  context: Context,
  [operands]: readonly [readonly string[]],
  flags: CheckFlags,
): Promise<PlannedChange> => {
  requireSense(context, flags);
  const { planFix } = await import("./run-fix.ts");
  return planFix(context, operands[0] ?? "", flags);
};

/** To people, not to programs: what the tables do not know is told as access like any other all the same. */
const sayAge = ({ outside: { clock }, saidNotes }: Context): readonly Said[] => {
  const age = tableAge(clock.now());
  if (age === undefined || saidNotes.has(age)) return [];
  saidNotes.add(age);
  return [{ to: "error", text: `note: ${escapeText(age)}\n` }];
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
    const began = context.outside.clock.now();
    const found =
      folder && below.has(operand)
        ? await folder.checkBelow(reading, operand, flags)
        : await checkAll(context, operand, flags);
    for (const { opened, text } of found ?? []) await sayGone(context, opened, text, began);
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
