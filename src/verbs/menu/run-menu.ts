import { exitCodes, Interrupted, SteppedBack, type ExitCode } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";
import { typedTarget } from "../../ask/ask-target.ts";
import { type GrowingFeed } from "../../target/growing-feed.ts";
import { keyFeed } from "../../target/key-feed.ts";
import type { AnyVerb, Program } from "../verb.ts";
import { runAsking } from "./run-asking.ts";
import { askVerb } from "./ask-verb.ts";
import { previewKeys } from "./preview-key.ts";
import { lookAtKey, menuLines, type SeenKey } from "./look-at-key.ts";
import { recentKeys } from "./recent-keys.ts";
import { whereWords } from "./where.ts";
import { askRegion } from "../../ask/ask-region.ts";
import { askProfile } from "../../ask/ask-profile.ts";
import { unlessSteppedBack } from "../../ask/ask-from-feed.ts";
import { wrapSentence } from "../../render/columns.ts";
import { commandWords } from "../../render/history.ts";
import type { Outside } from "../../outside.ts";
import { reportError } from "../../cli/report-error.ts";
import { shareAws } from "../../cli/share-aws.ts";

/** What the menu goes through the keys with. */
interface Menu {
  readonly context: Context;
  readonly feed: GrowingFeed<string>;
  readonly program: Program;
  /** The flags that the program was started with: every verb gets them. */
  readonly flags: readonly string[];
}

/** Where the menu is to be: other flags than it was opened with. */
type Elsewhere = Readonly<Record<"profile", string>> | Readonly<Record<"region", string>>;

/**
 * The guided menu: which key, what of it, and back. Each choice is a verb, run as if it were typed without its
 * operands. Esc goes back one step, and at the top leaves; Ctrl-C leaves from anywhere; both end with 130.
 */
export const runMenu = async (opened: Context, program: Program): Promise<ExitCode> => {
  try {
    for (let context = opened; ;) {
      const end = await withAccount(context, program);
      if (typeof end === "number") return end;
      const flags = Object.entries(end).flatMap(([name, value]) => [`--${name}`, value]);
      const args = [...withoutFlag(context.args, flags[0] ?? ""), ...flags];
      context = { ...context, args, global: { ...context.global, ...end } };
    }
  } catch (error) {
    if (error instanceof SteppedBack || error instanceof Interrupted) return exitCodes.cancelled;
    throw error;
  }
};

const withoutFlag = (args: readonly string[], flag: string): readonly string[] =>
  args.filter((arg, i) => arg !== flag && !arg.startsWith(`${flag}=`) && args[i - 1] !== flag);

/** The keys of one account and Region, until the user leaves or wants to be elsewhere. */
const withAccount = async (opened: Context, program: Program): Promise<ExitCode | Elsewhere> => {
  const context = { ...opened, outside: shareAws(opened.outside) };
  const feed = keyFeed(context, await recentKeys(context));
  const menu: Menu = { context, feed, program, flags: context.args };
  const heading = whereWords(context);
  const preview = previewKeys(context);
  const elsewhere = [...((await context.outside.profiles()).length > 0 ? [another] : []), anotherRegion];
  const isElsewhere = (value: string) => elsewhere.some((one) => one.value === value);
  const ways = { foot: elsewhere, shortcuts: elsewhere, isStep: isElsewhere };
  try {
    await feed.begun;
    const prompter = await context.outside.prompter();
    for (;;) {
      const question = { question: "Which key?", things: "keys", feed, typed: typedTarget, ...ways };
      const target = await prompter.pick({ ...question, heading, preview });
      if (target === another.value) {
        const profile = await unlessSteppedBack(() => askProfile(context, "Which profile?"));
        if (profile !== undefined) return { profile };
        continue;
      }
      if (target === anotherRegion.value) {
        const region = await unlessSteppedBack(() => askRegion(context));
        if (region !== undefined) return { region };
        continue;
      }
      const end = await withKey(menu, target);
      if (end !== undefined) return end;
    }
  } finally {
    feed.stop();
  }
};

/** No alias begins so. */
const another = {
  ...{ value: "(profile)", cells: ["Another profile", "", "of the AWS configuration"] },
  ...{ ctrl: "o", to: "profile" },
};
const anotherRegion = {
  ...{ value: "(region)", cells: ["Another Region", "", "of AWS"] },
  ...{ ctrl: "r", to: "Region" },
};

/** One key, until Esc (undefined: another key) or until the user leaves. */
const withKey = async (menu: Menu, target: string): Promise<ExitCode | undefined> => {
  const { terminal } = menu.context.outside;
  let seen: SeenKey | undefined;
  let results: readonly string[] = [];
  for (let isStale = true; ;) {
    if (isStale) seen = await lookAtKey(menu.context, target, { before: seen, below: results });
    // Below the view: above it they would leave a low screen.
    for (const result of results) terminal.write(result);
    if (!seen) return undefined;
    let choice: string;
    try {
      choice = await askVerb(await menu.context.outside.prompter(), menu.program, seen.view, target);
    } catch (error) {
      if (error instanceof SteppedBack) return undefined;
      throw error;
    }
    if (choice === "another") return undefined;
    if (choice === "leave") return exitCodes.done;
    const verb = menu.program.verbs.find(({ name }) => name === choice);
    if (!verb) return undefined;
    isStale = verb.kind !== "reads";
    results = await doing(menu, verb, target);
  }
};

/**
 * Runs a verb on a key; what goes wrong is said, and the menu goes on. Gives the results of one that changes the key, which are told after
 * the key is looked at anew. Throws Interrupted for Ctrl-C.
 */
const doing = async (
  { context: { outside, global, noteStyle }, flags: typed, program }: Menu,
  verb: AnyVerb,
  target: string,
): Promise<readonly string[]> => {
  const results: string[] = [];
  const terminal = { ...outside.terminal, write: (text: string) => void results.push(text) };
  const args = [...typed, verb.name, target];
  const call = { verb, given: [target], flags: withoutAny(verb), global, args };
  let line: readonly string[] = args;
  const heard: Program = {
    ...program,
    run: (whole, words, where) => {
      line = words;
      return program.run(whole, words, where);
    },
  };
  // History draws its list by itself; of all else that reads, what it says is paged.
  const isLive = verb.name === "history";
  try {
    await runAsking(call, isLive ? outside : { ...outside, terminal }, heard);
    const same = `${noteStyle.faint(wrapSentence(`the same, typed: ${commandWords(line)}`, outside.terminal.columns, "  "))}\n`;
    if (verb.kind !== "reads") return [...results, same];
    if (isLive) outside.terminal.note(same);
    else await shown(outside, results.join(""), same);
    return [];
  } catch (error) {
    if (error instanceof SteppedBack) return results;
    if (error instanceof Interrupted) {
      for (const result of results) outside.terminal.write(result);
      throw error;
    }
    reportError(error, args, outside);
  }
  return results;
};

/** What a verb said, so that the menu does not cover it. */
const shown = async (outside: Outside, text: string, same: string): Promise<void> => {
  if (!outside.outputIsTerminal) {
    outside.terminal.write(text);
    return;
  }
  await (await outside.prompter()).page(text + same, menuLines);
};

/** The flags of a verb where none is typed. */
const withoutAny = ({ flags }: AnyVerb): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(flags).flatMap(([name, { otherwise }]) => (otherwise ? [[name, otherwise.value]] : [])),
  );
