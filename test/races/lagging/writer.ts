import type { Access } from "../../../src/access/types.ts";
import { goneChanges } from "../../../src/change/gone-changes.ts";
import { judges } from "../../../src/change/judges.ts";
import { keySubject } from "../../../src/change/key-subject.ts";
import { runChange } from "../../../src/change/run-change.ts";
import type { ChangeServices, Judges } from "../../../src/change/services.ts";
import { settlePending } from "../../../src/change/settle-pending.ts";
import type { Edit } from "../../../src/change/types.ts";
import { undoEdit } from "../../../src/change/undo.ts";
import { KmspolError } from "../../../src/errors.ts";
import type { ChangeRecord } from "../../../src/ports.ts";
import { caller, key, role, use, yes } from "../../change/fakes.ts";
import type { Kept, Machine } from "./machine.ts";
import { Process } from "./process.ts";
import type { Replicas } from "./replicas.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Which roles a change puts into the policy (true) and which it takes out (false). */
export type Intent = ReadonlyMap<string, boolean>;

/** One run of kmspol: what it was to do, and how it ended. */
export interface Run {
  readonly process: number;
  readonly machine: number;
  readonly does: string;
  intent: Intent;
  readonly changes: string[];
  readonly kept: Kept[];
  readonly notes: string[];
  ended: "verified" | "written" | "unchanged" | "killed" | `error ${string}`;
  began: number;
  over: number;
}

/** A round: the time, KMS, and who did what. */
export interface Round {
  readonly time: VirtualTime;
  readonly kms: Replicas;
  readonly runs: Run[];
  readonly random: () => number;
  /** Of each change of a history, what it was to do. */
  readonly intents: Map<string, Intent>;
  readonly judges: Judges;
  readonly counts: { processes: number; roles: number };
}

/** All that is at stake here is who is named in a policy: judged by that, many rounds are run quickly. */
export const quick: Judges = {
  ...judges,
  check: () => [],
  compare: (a, b) => {
    const [before, after] = [JSON.stringify(a), JSON.stringify(b)];
    return {
      equivalent: before === after,
      gained: accessOf(tokensOf(after), tokensOf(before)),
      lost: accessOf(tokensOf(before), tokensOf(after)),
    };
  },
  lockout: () => ({ verdict: "safe", reason: "", statements: [], fragile: [] }),
  whenNobodyManages: () => undefined,
};

/** The roles in a policy that this round's changes put there. */
export const tokensOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/role\/(T\d+)"/g)].map((found) => found[1] ?? ""));

/** The roles of the one that the other has not, as the engine tells of them. */
const accessOf = (names: ReadonlySet<string>, others: ReadonlySet<string>): readonly Access[] =>
  [...names]
    .filter((name) => !others.has(name))
    .map((name) => ({
      ...{ principal: role(name), actions: ["kms:Decrypt"], via: "key-policy", when: [[]] },
      example: { principal: role(name), action: "kms:Decrypt", context: {} },
    }));

interface Written {
  Version: string;
  Statement: { Sid: string; Principal: { AWS: string | string[] } }[];
}

/** Puts a role into the list of a statement that all share. */
const joins = (sid: string, name: string): Edit =>
  edited((policy) => {
    const statement = policy.Statement.find(({ Sid }) => Sid === sid)!;
    statement.Principal.AWS = [...new Set([statement.Principal.AWS, role(name)].flat())];
  });

/** Gives a role a statement of its own. */
const adds = (name: string): Edit =>
  edited((policy) => {
    if (policy.Statement.every(({ Sid }) => Sid !== name))
      policy.Statement.push(use(name, name) as Written["Statement"][number]);
  });

/** Takes a role out wherever it stands. */
const removes = (name: string): Edit =>
  edited((policy) => {
    policy.Statement = policy.Statement.filter(({ Sid }) => Sid !== name);
    for (const { Principal } of policy.Statement)
      if (Array.isArray(Principal.AWS)) Principal.AWS = Principal.AWS.filter((arn) => arn !== role(name));
  });

const edited = (change: (policy: Written) => void): Edit => ({
  repeatable: true,
  make: ({ document }) => {
    const before = JSON.parse(document.text) as Written;
    const policy = JSON.parse(document.text) as Written;
    change(policy);
    const same = JSON.stringify(policy) === JSON.stringify(before);
    return { text: same ? document.text : JSON.stringify(policy, null, 2) };
  },
});

/** Runs one command to its end, or to its death after so many waits. */
const runOnce = async (
  round: Round,
  machine: Machine,
  does: string,
  lives: number,
  prepare: (services: ChangeServices, run: Run, subject: ReturnType<typeof keySubject>) => Promise<Edit>,
): Promise<Run> => {
  const process = new Process(round.time, round.counts.processes++, lives);
  const run: Run = {
    ...{ process: process.number, machine: machine.number, does, intent: new Map(), changes: [], kept: [] },
    ...{ notes: [], ended: "killed", began: round.time.now(), over: Infinity },
  };
  round.runs.push(run);
  const history = machine.historyOf(process, {
    recorded: (id) => {
      run.changes.push(id);
      round.intents.set(id, run.intent);
    },
    kept: (kept) => run.kept.push(kept),
  });
  const note = (text: string) => run.notes.push(text);
  const services: ChangeServices = {
    ...{
      history,
      clock: process.clock,
      judges: round.judges,
      interactive: false,
      by: caller.arn,
      caller,
      note,
    },
    reviewer: { show: () => undefined, decide: () => Promise.resolve("cancel") },
  };
  const kms = round.kms.seenBy(process, () => run.changes.at(-1) ?? "");
  const subject = keySubject(key, "the key", kms, process.clock);
  const work = async () => {
    const edit = await prepare(services, run, subject);
    const result = await runChange(subject, edit, yes, services);
    run.notes.push(...result.notes);
    return result.outcome === "unchanged" ? "unchanged" : result.verified ? "verified" : "written";
  };
  const told = work().catch((error: unknown): Run["ended"] => {
    if (!(error instanceof KmspolError)) throw error;
    run.notes.push(`${error.message}\n${error.hint ?? ""}`);
    return `error ${error.code}`;
  });
  run.ended = await Promise.race([told, process.killed]);
  run.over = round.time.now();
  return run;
};

/** What a writer may do next. */
const kinds = ["joins One", "joins Two", "adds", "removes", "undo"] as const;

/** A user or a script: some commands one after the other, with pauses between them. */
export const write = async (
  round: Round,
  machine: Machine,
  of: { readonly commands: number; readonly pause: number; readonly kills: number },
): Promise<void> => {
  const { random } = round;
  const mine: string[] = [];
  for (let i = 0; i < of.commands; i++) {
    await round.time.wait(random() * of.pause);
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    const lives = random() < of.kills ? 1 + Math.floor(random() * 40) : Infinity;
    const known = mine.at(-1);
    if (kind === "undo") await undo(round, machine, lives);
    else if (kind === "removes" && known !== undefined)
      await runOnce(round, machine, `removes ${known}`, lives, (_, run) => {
        run.intent = new Map([[known, false]]);
        return Promise.resolve(removes(known));
      });
    else {
      const name = `T${round.counts.roles++}`;
      mine.push(name);
      const edit = kind === "adds" || kind === "removes" ? adds(name) : joins(kind.slice(6), name);
      await runOnce(round, machine, `${kind} ${name}`, lives, (_, run) => {
        run.intent = new Map([[name, true]]);
        return Promise.resolve(edit);
      });
    }
  }
};

/** As the verb does it: settles what is open, and takes back the last change of this machine. */
const undo = (round: Round, machine: Machine, lives: number): Promise<Run> =>
  runOnce(round, machine, "undo", lives, async (services, run, subject) => {
    const changes = await settlePending(subject, services);
    const edit = undoEdit(changes, subject, services.judges);
    const last = changes.find(({ outcome }) => outcome !== "failed");
    run.intent = inverse(round.intents.get(last?.id ?? "") ?? new Map<string, boolean>());
    return edit;
  });

const inverse = (intent: Intent): Intent => new Map([...intent].map(([name, there]) => [name, !there]));

/** As `history` does it once no replica lags any more: what is open is settled. Returns the changes that it says are gone. */
export const lookAgain = async (round: Round, machine: Machine): Promise<readonly ChangeRecord[]> => {
  const process = new Process(round.time, round.counts.processes++);
  const history = machine.historyOf(process, { recorded: () => undefined, kept: () => undefined });
  const subject = keySubject(
    key,
    "the key",
    round.kms.seenBy(process, () => ""),
    process.clock,
  );
  const changes = await settlePending(subject, { history, clock: process.clock, judges: round.judges });
  return goneChanges(changes, await subject.read(), subject, round.judges).map(({ change }) => change);
};
