import { listAccess } from "../../access/list-access.ts";
import { withSets } from "../../default-view/set-access.ts";
import { type ExitCode, exitCodes, KmspolError } from "../../errors.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { escapeLine } from "../../render/escape.ts";
import { accessRows, rowKey, rowLines } from "../../render/rows.ts";
import { renderWhoCan } from "../../render/who-can.ts";
import { renderAccessList } from "../../render/access-list.ts";
import type { Access } from "../../access/types.ts";
import type { Context } from "../../cli/app.ts";
import type { FileOptions } from "../../cli/options.ts";
import type { Answer } from "../../output/answer.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { pageLayout } from "../../target/key-page.ts";
import { fleetKeys, nameOfStream } from "./fleet-keys.ts";

/** How the access to the keys of a stream is asked for and told. */
export interface FleetQuestion {
  readonly from: string;
  /** Only these, where some are named. */
  readonly actions: readonly string[] | undefined;
  readonly format: "text" | "json" | "jsonl";
  readonly full: boolean;
}

/**
 * Lists who may do what with every key of a stream, key by key as they come, by their key policies alone; exit 1 where a row tells no
 * policy, which stops no other. Throws UsageError.
 */
export const whoCanFleet = async (
  context: Context,
  options: FileOptions,
  question: FleetQuestion,
): Promise<Answer> => {
  const write = (text: string): void => context.outside.terminal.write(text);
  const tell = tellers[question.format](context, question, write);
  let exit: ExitCode = exitCodes.done;
  for await (const one of fleetKeys(context, question.from, options)) {
    const answer = "fault" in one ? one : await accessOf(one.open, question);
    if ("fault" in answer) {
      exit = exitCodes.no;
      const place = `${nameOfStream(question.from)} line ${one.line}`;
      context.outside.terminal.note(`kmspol: ${escapeLine(place)}: ${escapeLine(answer.fault)}\n`);
      tell.fault(one.line, answer.fault);
    } else if ("open" in one) tell.access(one.open, answer.access);
  }
  tell.end();
  return { exit };
};

type Found = { readonly access: readonly Access[] } | { readonly fault: string };

const accessOf = async (open: OpenTarget, { actions }: FleetQuestion): Promise<Found> => {
  try {
    const policy = readPolicy(await open.document());
    const access = listAccess(policy, open.facts, actions);
    return { access: actions ? access : withSets(access, policy, open.facts) };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return { fault: error.message.split("\n")[0] ?? "" };
  }
};

/** Tells of one key after the other. */
interface Teller {
  access(open: OpenTarget, access: readonly Access[]): void;
  fault(line: number, fault: string): void;
  end(): void;
}

type MakeTeller = (context: Context, question: FleetQuestion, write: (text: string) => void) => Teller;

const nothing = (): void => undefined;

const lines: MakeTeller = (_context, { from }, write) => ({
  access: ({ target, facts }, access) => write(rowLines(accessRows(rowKey(target, facts), access))),
  fault: (line, message) => {
    const key = { key: null, account: null, region: null };
    const where = `line ${line} of ${nameOfStream(from)} tells no key's policy: ${message}`;
    write(rowLines([{ kind: "error", ...key, code: "json-syntax", message: where, line }]));
  },
  end: nothing,
});

const list: MakeTeller = (_context, _question, write) => {
  let begun = false;
  const add = (value: object): void => {
    write(`${begun ? ",\n" : "[\n"}${JSON.stringify(value)}`);
    begun = true;
  };
  return {
    access: ({ target }, access) => add({ target, access }),
    fault: (line, message) => add({ line, error: { code: "json-syntax", message } }),
    end: () => write(begun ? "\n]\n" : "[]\n"),
  };
};

const pages: MakeTeller = (context, { actions, full }, write) => {
  const layout = { ...pageLayout(context), full };
  return {
    access: ({ label, facts }, access) => {
      const told = actions ? renderAccessList(access, facts, layout) : renderWhoCan(access, facts, layout);
      write(`${context.style.strong(escapeLine(label))}\n${told}\n`);
    },
    fault: nothing,
    end: nothing,
  };
};

const tellers: Record<FleetQuestion["format"], MakeTeller> = { text: pages, json: list, jsonl: lines };
