import type { DefaultView } from "../../default-view/read-default-view.ts";
import { exitCodes, Interrupted, SteppedBack, type ExitCode } from "../../errors.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import type { Context } from "../../cli/app.ts";
import { typedTarget } from "../../ask/ask-target.ts";
import { feedOf, type GrowingFeed } from "../../target/growing-feed.ts";
import { keyFeed } from "../../target/key-feed.ts";
import type { AnyVerb, Program } from "../verb.ts";
import { runAsking } from "./run-asking.ts";
import { itemsOf } from "./menu-items.ts";
import { reportError } from "../../cli/report-error.ts";
import { shareAws } from "../../cli/share-aws.ts";
import { keyPage, pageLayout } from "../../target/key-page.ts";
import { viewTarget } from "../../target/view-target.ts";

/** What the menu goes through the keys with. */
interface Menu {
  readonly context: Context;
  readonly feed: GrowingFeed<string>;
  readonly program: Program;
  /** The flags that the program was started with: every verb gets them. */
  readonly flags: readonly string[];
}

/**
 * The guided menu: which key, what of it, and back. Each choice is a verb, run as if it were typed without its
 * operands. Esc goes back one step, and at the top leaves; Ctrl-C leaves from anywhere; both end with 130.
 */
export const runMenu = async (opened: Context, program: Program): Promise<ExitCode> => {
  const context = { ...opened, outside: shareAws(opened.outside) };
  const feed = keyFeed(context);
  const menu: Menu = { context, feed, program, flags: context.args };
  try {
    await feed.begun;
    const prompter = await context.outside.prompter();
    for (;;) {
      const question = { question: "Which key?", things: "keys", feed, typed: typedTarget };
      const end = await withKey(menu, await prompter.pick(question));
      if (end !== undefined) return end;
    }
  } catch (error) {
    if (error instanceof SteppedBack || error instanceof Interrupted) return exitCodes.cancelled;
    throw error;
  } finally {
    feed.stop();
  }
};

/** One key, until Esc (undefined: another key) or until the user leaves. */
const withKey = async (menu: Menu, target: string): Promise<ExitCode | undefined> => {
  const { terminal } = menu.context.outside;
  let seen: Seen | undefined;
  let results: readonly string[] = [];
  for (let isStale = true; ;) {
    if (isStale) seen = await look(menu, target, seen);
    // Below the view: above it they would leave a low screen.
    for (const result of results) terminal.write(result);
    if (!seen) return undefined;
    let choice: string;
    try {
      choice = await askWhat(menu, seen.view, target);
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

/** A key's default view, and how it was shown. */
interface Seen {
  readonly view: DefaultView;
  readonly page: string;
}

/** Prints the key's default view, unless it is as it was; where it cannot be read, says why and gives nothing. */
const look = async (
  { context }: Menu,
  target: string,
  before: Seen | undefined,
): Promise<Seen | undefined> => {
  const { outside, noteStyle: style } = context;
  try {
    const viewed = await viewTarget(context, target, {});
    const layout = { ...pageLayout(context), style, columns: outside.terminal.columns };
    const page = renderDefaultView(await keyPage(context, target, viewed), layout);
    if (page !== before?.page) outside.terminal.note(`\n${page}\n`);
    return { view: viewed.view, page };
  } catch (error) {
    reportError(error, context.args, outside);
    return undefined;
  }
};

const askWhat = async ({ context, program }: Menu, view: DefaultView, target: string): Promise<string> => {
  const fitting = itemsOf(program.verbs).filter(({ fits }) => fits?.(view) !== false);
  const entries = [
    ...fitting.map(({ verb, label, about }) => ({ value: verb, cells: [label, about] })),
    { value: "another", cells: ["Another key", ""] },
    { value: "leave", cells: ["Leave", ""] },
  ];
  const prompter = await context.outside.prompter();
  const question = {
    question: `What about ${target}?`,
    things: "choices",
    feed: feedOf(entries, "as given"),
  };
  return prompter.pick(question);
};

/**
 * Runs a verb on a key; what goes wrong is said, and the menu goes on. Gives the results of one that changes the key, which are told after
 * the key is looked at anew. Throws Interrupted for Ctrl-C.
 */
const doing = async (
  { context: { outside, global }, flags: typed, program }: Menu,
  verb: AnyVerb,
  target: string,
): Promise<readonly string[]> => {
  const results: string[] = [];
  const terminal = { ...outside.terminal, write: (text: string) => void results.push(text) };
  const args = [...typed, verb.name, target];
  const call = { verb, given: [target], flags: withoutAny(verb), global, args };
  try {
    await runAsking(call, verb.kind === "reads" ? outside : { ...outside, terminal }, program);
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

/** The flags of a verb where none is typed. */
const withoutAny = ({ flags }: AnyVerb): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(flags).flatMap(([name, { otherwise }]) => (otherwise ? [[name, otherwise.value]] : [])),
  );
