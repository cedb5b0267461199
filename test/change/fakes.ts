import { judges } from "../../src/change/judges.ts";
import { keySubject } from "../../src/change/key-subject.ts";
import type { ChangeServices } from "../../src/change/services.ts";
import type { ChangeOptions, Edit, PolicySubject, Proposal, Reviewer } from "../../src/change/types.ts";
import { PutUnknown, RefusedError } from "../../src/errors.ts";
import type {
  Caller,
  ChangeRecord,
  Clock,
  DescribedKey,
  History,
  Identity,
  IdentityDirectory,
  KeyTarget,
} from "../../src/ports.ts";

export const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

export const key: DescribedKey = {
  target: {
    kind: "key",
    arn,
    id: "1234abcd-12ab-34cd-56ef-1234567890ab",
    aliases: ["alias/app"],
    state: "Enabled",
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    manager: "CUSTOMER",
    multiRegion: false,
  },
  facts: {
    account: "111122223333",
    partition: "aws",
    region: "eu-west-1",
    arn,
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    state: "Enabled",
    manager: "CUSTOMER",
    multiRegion: false,
  },
  description: "",
};

/** The key as the subject of a change, without its doors. */
export const keyChanged: Omit<PolicySubject, "target"> & { readonly target: KeyTarget } = {
  target: key.target,
  facts: key.facts,
  label: "alias/app in 111122223333, eu-west-1",
  historyKey: arn,
  read: () => Promise.reject(new Error("nothing is read")),
  write: () => Promise.reject(new Error("nothing is written")),
};

export const caller: Caller = {
  account: "111122223333",
  partition: "aws",
  arn: "arn:aws:iam::111122223333:user/ana",
  userId: "AIDAEXAMPLE",
};

export const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** A statement that lets roles use the key. */
export const use = (sid: string, ...roles: string[]): object => ({
  Sid: sid,
  Effect: "Allow",
  Principal: { AWS: roles.map(role) },
  Action: ["kms:Decrypt", "kms:DescribeKey"],
  Resource: "*",
});

export const delegation: object = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

export const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [delegation, ...statements] }, null, 2);

/** A clock that sleeps at once; `wait` is called first, so that a test may let others act meanwhile. */
export const fakeClock = (wait: () => Promise<void> = () => Promise.resolve()): Clock => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  return {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      now += milliseconds;
      await wait();
    },
  };
};

/** What happens at a request: nothing special, or one of the ways in which the world is bad. */
export interface FakeKms {
  /** The policy as it stands. */
  text: string;
  /** Texts that were put and took effect, in order. */
  readonly puts: string[];
  /** Called before each request takes effect: may write as somebody else, or throw. */
  before: (request: "read" | "write", count: number) => void | Promise<void>;
  /** The next so many reads still show the text before the last put. */
  stale: number;
  /** The next so many puts take effect, but their answer is lost. */
  lostAnswers: number;
  /** The next so many puts are lost before they take effect. */
  lostPuts: number;
  readonly store: {
    readPolicy(arn: string): Promise<string>;
    writePolicy(arn: string, text: string): Promise<void>;
  };
}

export const fakeKms = (text: string): FakeKms => {
  let old = text;
  const counts = { read: 0, write: 0 };
  const lost = () => new PutUnknown("put-unknown", "the connection was lost");
  const kms: FakeKms = {
    text,
    puts: [],
    before: () => undefined,
    stale: 0,
    lostAnswers: 0,
    lostPuts: 0,
    store: {
      readPolicy: async () => {
        await kms.before("read", ++counts.read);
        if (kms.stale > 0 && kms.puts.length > 0) {
          kms.stale--;
          return old;
        }
        return shuffled(kms.text);
      },
      writePolicy: async (_, after) => {
        await kms.before("write", ++counts.write);
        if (kms.lostPuts > 0) {
          kms.lostPuts--;
          throw lost();
        }
        old = kms.text;
        kms.text = after;
        kms.puts.push(after);
        if (kms.lostAnswers > 0) {
          kms.lostAnswers--;
          throw lost();
        }
      },
    },
  };
  return kms;
};

let turn = 0;

/** Lists of principals come back in another order at each call, as from KMS. */
const shuffled = (text: string): string => {
  turn++;
  const rotate = (list: unknown[]) => [
    ...list.slice(turn % list.length),
    ...list.slice(0, turn % list.length),
  ];
  try {
    const revive = (name: string, value: unknown): unknown =>
      name === "AWS" && Array.isArray(value) && value.length > 1 ? rotate(value as unknown[]) : value;
    return JSON.stringify(JSON.parse(text, revive), null, 2);
  } catch {
    return text;
  }
};

/** A history in memory; `fail` makes its writes fail. */
export const fakeHistory = () => {
  const records: ChangeRecord[] = [];
  const kept = new Map<string, string>();
  const state = { fail: { record: false, settle: false, keep: false } };
  const refuse = (what: boolean) => {
    if (what) throw new RefusedError("history-unwritable", "the disk is full");
  };
  const history: History = {
    changes: () => Promise.resolve([...records].reverse()),
    record: async (_, change) => {
      await Promise.resolve();
      refuse(state.fail.record);
      const record = { id: `a${String(records.length).padStart(3, "0")}`, ...change };
      records.push(record);
      return record;
    },
    settle: async (_, id, outcome) => {
      await Promise.resolve();
      refuse(state.fail.settle);
      const index = records.findIndex((record) => record.id === id);
      records[index] = { ...records[index]!, outcome };
    },
    keep: async (text, name) => {
      await Promise.resolve();
      refuse(state.fail.keep);
      const path = `/state/kept/${kept.size}-${name}`;
      kept.set(path, text);
      return path;
    },
  };
  return { records, kept, fail: state.fail, history };
};

/** IAM with these users and roles; `undefined` for one that may not be asked. */
export const fakeDirectory = (
  identities: readonly Identity[] | undefined,
  policies: readonly string[] = [],
): IdentityDirectory => ({
  find: (kind, name) => {
    if (!identities) return Promise.resolve({ unknown: "access denied" });
    const found = identities.find((identity) => identity.kind === kind && identity.name === name);
    return Promise.resolve(found ? { found } : { missing: true });
  },
  list: async function* () {
    await Promise.resolve();
    yield* identities ?? [];
  },
  members: () => Promise.resolve([]),
  policiesOf: () => Promise.resolve(identities ? { found: policies } : { unknown: "access denied" }),
  inlinePolicy: () => Promise.resolve(undefined),
  putInlinePolicy: () => Promise.resolve(),
  deleteInlinePolicy: () => Promise.resolve(),
});

export const identity = (kind: "user" | "role", name: string, created?: Date): Identity => ({
  kind,
  name,
  arn: `arn:aws:iam::111122223333:${kind}/${name}`,
  path: "/",
  id: "AROAEXAMPLE",
  ...(created && { created }),
});

type Decision = "apply" | "edit-again" | "cancel";

/** A reviewer that answers from a list, and remembers what it was shown. */
export const fakeReviewer = (decisions: Decision[] = []) => {
  const shown: Proposal[] = [];
  const asked: Proposal[] = [];
  const reviewer: Reviewer = {
    show: (proposal) => shown.push(proposal),
    decide: (proposal) => {
      asked.push(proposal);
      return Promise.resolve(decisions.shift() ?? "cancel");
    },
  };
  return { shown, asked, reviewer };
};

export const yes: ChangeOptions = {
  dryRun: false,
  yes: true,
  accept: [],
  reason: undefined,
  bypassLockoutCheck: false,
  command: ["kmspol", "put"],
};

/** An edit that always makes this text. */
export const makes = (text: string, more: Partial<Edit> = {}): Edit => ({
  repeatable: false,
  make: () => ({ text }),
  ...more,
});

/** A key with a policy, and everything around it. */
export const world = (text: string, more: Partial<ChangeServices> = {}, decisions: Decision[] = []) => {
  const kms = fakeKms(text);
  const history = fakeHistory();
  const review = fakeReviewer(decisions);
  const notes: string[] = [];
  const clock = more.clock ?? fakeClock();
  const services: ChangeServices = {
    history: history.history,
    clock,
    judges,
    reviewer: review.reviewer,
    interactive: decisions.length > 0,
    by: caller.arn,
    caller,
    note: (note) => notes.push(note),
    ...more,
  };
  const subject = keySubject(key, "alias/app in 111122223333, eu-west-1", kms.store, clock);
  return { kms, history, review, notes, services, subject };
};
