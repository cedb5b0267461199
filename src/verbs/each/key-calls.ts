import type { BulkKey } from "../../bulk-run.ts";
import type { Context, GlobalOptions } from "../../cli/app.ts";
import type { OperandValue } from "../../cli/operand.ts";
import { createContext } from "../../cli/create-context.ts";
import type { Outside } from "../../outside.ts";
import type { Call, Program } from "../verb.ts";
import type { ListedKeys } from "./listed-once.ts";
import { placeIn } from "./places.ts";

/** A verb on one key. */
export interface KeyCall extends Call {
  readonly key: BulkKey;
}

/** Understands the lines of keys: each wording once, whichever key it is for. */
export const keyCalls = (program: Program, outside: Outside): ((key: BulkKey) => Promise<KeyCall>) => {
  const understood = new Map<string, Promise<Call>>();
  return async (key) => {
    const [verb = "", target = "", ...rest] = key.line;
    const wording = JSON.stringify([verb, ...rest]);
    const reading = understood.get(wording) ?? program.understand([verb, "KEY", ...rest], hushed(outside));
    understood.set(wording, reading);
    const { operands, ...call } = await reading;
    return { ...call, key, operands: [inPlace(operands[0], target), ...operands.slice(1)] };
  };
};

const inPlace = (first: OperandValue, target: string): OperandValue =>
  typeof first === "object" ? [target, ...first.slice(1)] : target;

/** What is said of one key is said by us: not wrapped, since it is one line of ours, and not while others are under way. */
const unwrapped = 1_000_000;

const hushed = (
  outside: Outside,
  note: (text: string) => void = () => undefined,
  columns = unwrapped,
): Outside => ({
  ...outside,
  terminal: {
    ...outside.terminal,
    interactive: false,
    columns,
    write: () => undefined,
    note,
    waits: undefined,
  },
  catchStops: () => undefined,
  // The run says in what state its keys are.
  onStop: () => () => undefined,
});

/** How a verb is run on a key. */
export interface KeyRun {
  /** The answers of the flags: `--json`, `--yes`. */
  readonly answers: readonly string[];
  readonly note?: (text: string) => void;
  /** Where what it says is shown as it is: how wide that may be. */
  readonly columns?: number | undefined;
}

/** What of a run over many keys the context of one is made of. */
interface RunOnKeys {
  readonly context: Context;
  readonly outside: Outside;
  readonly listed?: ListedKeys;
}

/** The context in which a verb runs on a key: that key's place, nobody to ask, and the command that the history keeps. */
export const contextOn = (
  { context, outside, listed }: RunOnKeys,
  call: KeyCall,
  { answers, note, columns }: KeyRun,
): Context => {
  const json = answers.includes("--json");
  const quiet = hushed(outside, note, columns);
  const { arn = "" } = call.key;
  // An alias leads to the key that a list of that account and Region told, whatever ARN stands in the line.
  const alias = listed?.get(arn)?.target.aliases[0];
  const global: GlobalOptions = {
    ...call.global,
    ...placeIn(call.key.flags),
    json,
    color: call.global.color && context.global.color,
    debug: (call.global.debug ?? false) || (context.global.debug ?? false),
  };
  const shown = { ...quiet, outputIsTerminal: outside.outputIsTerminal && !json };
  const own = createContext(global, commandOn(context, call.key, answers), shown);
  return alias === undefined ? own : { ...own, called: { arn, alias } };
};

/** The command line that does the same on that key alone. */
export const commandOn = (
  { global }: Context,
  { flags, line }: BulkKey,
  answers: readonly string[],
): readonly string[] => [...flags, ...(global.debug ? ["--debug"] : []), ...line, ...answers];
