import { describe, expect, test } from "vitest";
import type { Lockout, LockoutCaller } from "../../src/access/lockout.ts";
import { lockoutReport } from "../../src/change/lockout-refusal.ts";
import type { ChangeServices, Judges } from "../../src/change/services.ts";
import type { Policy } from "../../src/policy/model.ts";
import type { World } from "../../src/world/types.ts";
import { caller, fakeDirectory, identity, policy, world, yes } from "./fakes.ts";

// What becomes of what the judges say. They are made up here: each has tests of its own.

const text = policy();
const [before, after]: readonly Policy[] = [
  { version: "2008-10-17", id: undefined, statements: [] },
  { version: "2012-10-17", id: undefined, statements: [] },
];
const session = { ...caller, arn: "arn:aws:sts::111122223333:assumed-role/Ops/ana" };

/** What the judges say of the policy after the change; of the one before it only where it is told. */
interface Said {
  readonly verdict?: Lockout["verdict"];
  readonly verdictBefore?: Lockout["verdict"];
  /** Of a caller whose role's path is known. */
  readonly withPath?: Lockout["verdict"];
  readonly nobody?: Date | "now";
  readonly nobodyBefore?: Date | "now";
  readonly later?: ReturnType<Judges["later"]>;
  readonly identity?: ReturnType<Judges["identity"]>;
}

const fragile = [{ message: "it hangs by one user" }] as unknown as Lockout["fragile"];

const report = async (
  said: Said,
  services: Partial<ChangeServices> = {},
  options: { readonly bypass?: boolean; readonly file?: boolean } = {},
) => {
  const asked: string[] = [];
  const usual = world(text);
  const nobodyOf = (when: Date | "now" | undefined) =>
    when && { from: when === "now" ? undefined : when, until: undefined };
  const judges: Judges = {
    ...usual.services.judges,
    lockout: (of, who: LockoutCaller) => {
      asked.push(`lockout ${of === after ? "after" : "before"}${who.rolePath ?? ""}`);
      const now = who.rolePath === undefined ? said.verdict : said.withPath;
      const verdict = (of === after ? now : said.verdictBefore) ?? "safe";
      return { verdict, reason: `The verdict: ${verdict}.`, statements: [], fragile };
    },
    whenNobodyManages: (of) => nobodyOf(of === after ? said.nobody : said.nobodyBefore),
    later: () => said.later ?? { decision: "allowed" },
    identity: () => said.identity ?? { decision: "allowed", statements: [] },
  };
  const road = {
    subject: options.file
      ? { ...usual.subject, target: { kind: "file" as const, path: "policy.json" } }
      : usual.subject,
    options: { ...yes, bypassLockoutCheck: options.bypass ?? false },
    services: { ...usual.services, ...services, judges },
  };
  const { refusals, notes } = await lockoutReport(road, before!, after!);
  return { refusals: refusals.map(({ message }) => message), notes, asked };
};

const locked = (reason: string): string => `this policy would lock you out. ${reason}`;
const hangs = "it hangs by one user";
const rests = "The verdict: rests-on-iam.";

test.each<[what: string, said: Said, refusals: readonly string[], notes: readonly string[]]>([
  ["safe", {}, [], [hangs]],
  ["locked out", { verdict: "locked-out" }, [locked("The verdict: locked-out.")], [hangs]],
  ["undecided", { verdict: "undecided" }, [], ["The verdict: undecided.", hangs]],
  ["left to IAM as before", { verdict: "rests-on-iam", verdictBefore: "rests-on-iam" }, [], [hangs]],
  [
    "newly left to IAM, which nobody may ask",
    { verdict: "rests-on-iam" },
    [],
    [`${rests} IAM could not be asked.`, hangs],
  ],
])("the caller is %s", async (_, said, refusals, notes) => {
  expect(await report(said)).toMatchObject({ refusals, notes });
});

describe("everybody", () => {
  test("nobody is left: refused, and nobody asks after the caller", async () => {
    const { refusals, notes, asked } = await report({ nobody: "now", verdict: "locked-out" });
    expect([refusals.length, notes, asked]).toEqual([1, [], []]);
    expect(refusals[0]).toMatch(/^this policy would lock you out\. Nobody of the key's account/);
  });
  test("nobody was left before: said, and the caller is asked after", async () => {
    const { refusals, notes, asked } = await report({ nobody: "now", nobodyBefore: "now" });
    expect([refusals, asked]).toEqual([[], ["lockout after"]]);
    expect(notes).toEqual([expect.stringMatching(/^this was so before: Nobody .*\.$/), hangs]);
  });
  test("it begins sooner than before: refused", async () => {
    const said = { nobody: new Date("2027-01-01"), nobodyBefore: new Date("2028-01-01") };
    expect((await report(said)).refusals).toHaveLength(1);
  });
});

test.each([
  ["a file", caller, true],
  ["nobody's credentials", undefined, false],
])("with %s the caller is not asked after", async (_, who, file) => {
  const outcome = await report({ verdict: "locked-out" }, { caller: who }, { file });
  expect(outcome).toEqual({ refusals: [], notes: [], asked: [] });
});

test("the bypass makes a note of each refusal, and keeps the notes", async () => {
  const { refusals, notes } = await report({ verdict: "locked-out" }, {}, { bypass: true });
  expect(refusals).toEqual([]);
  expect(notes).toEqual([
    `the lockout safety check is bypassed: ${locked("The verdict: locked-out.")}`,
    hangs,
  ]);
});

describe("the path of a session's role", () => {
  const ops = { ...identity("role", "Ops"), path: "/team/" };
  test.each<
    [
      what: string,
      directory: ReturnType<typeof fakeDirectory> | undefined,
      verdict: Lockout["verdict"],
      asked: readonly string[],
      refusals: number,
    ]
  >([
    [
      "decides where IAM tells it",
      fakeDirectory([ops]),
      "locked-out",
      ["lockout after", "lockout after/team/"],
      0,
    ],
    ["stays unknown where there is no such role", fakeDirectory([]), "locked-out", ["lockout after"], 1],
    [
      "stays unknown where IAM may not be asked",
      fakeDirectory(undefined),
      "locked-out",
      ["lockout after"],
      1,
    ],
    ["stays unknown without IAM", undefined, "locked-out", ["lockout after"], 1],
    ["is not asked for where all is safe", fakeDirectory([ops]), "safe", ["lockout after"], 0],
  ])("%s", async (_, directory, verdict, asked, refusals) => {
    const found = await report({ verdict, withPath: "safe" }, { directory, caller: session });
    expect([found.asked, found.refusals.length]).toEqual([asked, refusals]);
  });
  test("a user has none", async () => {
    const directory = fakeDirectory([{ ...identity("user", "ana"), path: "/team/" }]);
    const { asked, refusals } = await report({ verdict: "locked-out", withPath: "safe" }, { directory });
    expect([asked, refusals.length]).toEqual([["lockout after"], 1]);
  });
});

test.each([
  ["a user", "iam::111122223333:user/ana", ["user ana"]],
  ["a user below a path", "iam::111122223333:user/team/blue/ana", ["user ana"]],
  ["a session, by its role", "sts::111122223333:assumed-role/Ops/ana", ["role Ops"]],
  ["the root user, who has none", "iam::111122223333:root", []],
  ["a federated user, of whom IAM has none", "sts::111122223333:federated-user/ana", []],
])("newly left to IAM, it is asked for the policies of %s", async (_, who, expected) => {
  const asked: string[] = [];
  const directory: ReturnType<typeof fakeDirectory> = {
    ...fakeDirectory([identity("user", "ana")], ["{}"]),
    policiesOf: (kind, name) => {
      asked.push(`${kind} ${name}`);
      return Promise.resolve({ found: ["{}"] });
    },
  };
  await report(
    { verdict: "rests-on-iam", withPath: "rests-on-iam" },
    { directory, caller: { ...caller, arn: `arn:aws:${who}` } },
  );
  expect(asked).toEqual(expected);
});

describe("newly left to IAM", () => {
  const said = { verdict: "rests-on-iam" as const };
  const directory = fakeDirectory([identity("user", "ana")], ["{}"]);
  const root = { ...caller, arn: "arn:aws:iam::111122223333:root" };
  test.each<
    [
      what: string,
      more: Said,
      services: Partial<ChangeServices>,
      refusals: readonly string[],
      notes: readonly string[],
    ]
  >([
    ["its policies allow it", {}, { directory }, [], [hangs]],
    [
      "its policies do not",
      { identity: { decision: "not-allowed", statements: [] } as never },
      { directory },
      [locked(`${rests} They do not allow it.`)],
      [hangs],
    ],
    [
      "its policies leave it open",
      { identity: { decision: "not-allowed", undecided: "who knows", statements: [] } as never },
      { directory },
      [],
      [`${rests} That is not certain: who knows.`, hangs],
    ],
    [
      "its policies may not be read",
      {},
      { directory: fakeDirectory(undefined) },
      [],
      [`${rests} IAM could not be asked.`, hangs],
    ],
    [
      "the caller is no user and no role",
      {},
      { directory, caller: root },
      [],
      [`${rests} IAM could not be asked.`, hangs],
    ],
  ])("%s", async (_, more, services, refusals, notes) => {
    expect(await report({ ...said, ...more }, services)).toMatchObject({ refusals, notes });
  });

  const ownWorld = () => Promise.resolve({} as World);
  test.each<[later: ReturnType<Judges["later"]>, refusals: readonly string[], notes: readonly string[]]>([
    [{ decision: "allowed" }, [], []],
    [{ decision: "allowed", undecided: "who knows" }, [], [`${rests} That is not certain: who knows.`]],
    [{ decision: "needs-iam" }, [], [`${rests} IAM could not be asked.`]],
    [{ decision: "not-allowed" }, [locked(`${rests} They do not allow it.`)], []],
    [
      { decision: "denied", stoppedBy: "scp" },
      [locked(`${rests} The organization's service control policies do not allow it.`)],
      [],
    ],
    [
      { decision: "denied", stoppedBy: "rcp" },
      [locked(`${rests} The organization's resource control policies do not allow it.`)],
      [],
    ],
    [
      { decision: "not-allowed", stoppedBy: "boundary" },
      [locked(`${rests} The permissions boundary does not allow it.`)],
      [],
    ],
  ])("all layers say %j", async (later, refusals, notes) => {
    // What IAM's policies alone would say does not count beside them.
    const identity = { decision: "not-allowed", statements: [] } as never;
    const found = await report({ ...said, later, identity }, { ownWorld, directory });
    expect(found).toMatchObject({ refusals, notes: [...notes, hangs] });
  });
});
