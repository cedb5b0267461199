import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ExpectStatic, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { AtEnd } from "../support/at-end.ts";
import { kmspol as asProcess, newPlace, type Place, type RunOptions } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { placesOf } from "../support/kill.ts";
import { sample } from "../support/long-form.ts";
import { samePolicy } from "../support/policies.ts";
import { kmspolUnder } from "../support/preloaded.ts";
import { spoiling, type Mangling } from "../support/proxy.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `kmspol put alias/app new.json --yes` with everything around it failing, one thing at a time, over the wire.
// Whatever fails: one sentence with what, where and what next, the right exit code, and the new text is in the key or
// in a file that is named.

type Environment = Readonly<Record<string, string | undefined>>;
/** What happens to the sandbox or the machine; may give back what the environment is then. */
type Trouble = (sandbox: Sandbox, place: Place, atEnd: AtEnd) => unknown;

interface Row {
  readonly what: string;
  readonly trouble: Trouble;
  readonly exit: number;
  readonly policy: "old" | "new";
  /** Code and words of the error; none where the change is made all the same. */
  readonly error?: readonly [code: string, says: RegExp];
  readonly args?: readonly string[];
  /** The clock of the process itself. */
  readonly options?: RunOptions;
  readonly diskIsFull?: true;
  /** Real time has to pass. */
  readonly waits?: true;
}

const made = { exit: 0, policy: "new" } as const;
const failed = (exit: number, code: string, says: RegExp) =>
  ({ exit, policy: "old", error: [code, says] }) as const;

const fail =
  (error: string, count: number, operation = "PutKeyPolicy"): Trouble =>
  (sandbox) =>
    sandbox.faults.failNext({ operation, error, count });

const drop =
  (point: "before" | "after", count: number, operation = "PutKeyPolicy"): Trouble =>
  (sandbox) =>
    sandbox.faults.dropNext(operation, point, count);

const spoilt =
  (operation: string, how: Mangling, count = 1): Trouble =>
  (sandbox, _, atEnd) =>
    spoiling(sandbox, operation, how, count, atEnd);

const nowhere = "http://127.0.0.1:9";

const rows: readonly Row[] = [
  { what: "nothing fails", trouble: () => undefined, ...made },
  { what: "the answer to the put is lost", trouble: drop("after", 1), ...made },
  { what: "the answers to all puts are lost", trouble: drop("after", 99), ...made },
  { what: "the connection breaks before the put", trouble: drop("before", 1), ...made },
  {
    what: "the connection breaks before every put",
    trouble: drop("before", 99),
    ...failed(5, "put-unknown", /breaks the connection/),
  },
  {
    what: "reading is cut, before and after",
    trouble: ({ faults }) => {
      faults.dropNext("GetKeyPolicy", "before", 2);
      faults.dropNext("DescribeKey", "after", 2);
    },
    ...made,
  },
  { what: "throttled three times", trouble: fail("ThrottlingException", 3), ...made },
  { what: "reading is throttled", trouble: fail("ThrottlingException", 2, "GetKeyPolicy"), ...made },
  { what: "KMS has an internal error twice", trouble: fail("KMSInternalException", 2), ...made },
  { what: "KMS waits for something too long", trouble: fail("DependencyTimeoutException", 2), ...made },
  {
    what: "reads show the old policy for a while",
    trouble: (sandbox) => void (sandbox.faults.propagation = 1500),
    waits: true,
    ...made,
  },
  { what: "every answer takes its time", trouble: (sandbox) => void (sandbox.faults.latency = 150), ...made },
  {
    what: "the answer to the put is garbage",
    trouble: spoilt("PutKeyPolicy", "garbage"),
    ...made,
  },
  {
    what: "the answer to the put stops in the middle",
    trouble: spoilt("GetKeyPolicy", "truncated", 2),
    ...made,
  },
  {
    what: "a gateway answers the put with a page",
    trouble: spoilt("PutKeyPolicy", "html-502"),
    ...made,
  },
  {
    what: "KMS makes the change, and says that it failed",
    trouble: spoilt("PutKeyPolicy", "internal"),
    ...made,
  },
  {
    what: "the policy read is garbage, once",
    trouble: spoilt("GetKeyPolicy", "garbage"),
    ...made,
  },
  {
    what: "the answer to the put never comes",
    trouble: spoilt("PutKeyPolicy", "silence"),
    waits: true,
    ...made,
  },
  {
    what: "the answer to the put begins, and nothing more comes",
    trouble: spoilt("PutKeyPolicy", "stalled"),
    waits: true,
    ...made,
  },
  {
    what: "the answers to the reads begin, and nothing more comes",
    trouble: spoilt("GetKeyPolicy", "stalled", 99),
    waits: true,
    ...failed(5, "timeout", /does not answer/),
  },
  {
    what: "a proxy answers every put with a page of its own",
    trouble: spoilt("PutKeyPolicy", "garbage", 99),
    ...made,
  },
  ...sample([-60, -4, 4, 60], 2).map((minutes) => ({
    what: `the clock is ${minutes} minutes wrong`,
    trouble: () => ({ FAULT_CLOCK_MINUTES: String(minutes) }),
    options: { preload: "clock-off.mjs" },
    ...made,
  })),
  {
    what: "the put is denied",
    trouble: fail("AccessDeniedException", 1),
    ...failed(5, "access-denied", /kms:PutKeyPolicy/),
  },
  {
    what: "reading is denied",
    trouble: fail("AccessDeniedException", 1, "GetKeyPolicy"),
    ...failed(5, "access-denied", /kms:GetKeyPolicy/),
  },
  {
    what: "the credentials have expired",
    trouble: fail("ExpiredTokenException", 99, "*"),
    ...failed(5, "expired-credentials", /expired/),
  },
  {
    what: "they expire on the way",
    trouble: fail("ExpiredTokenException", 1),
    ...failed(5, "expired-credentials", /expired/),
  },
  {
    what: "no credentials",
    trouble: () => ({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }),
    ...failed(5, "no-credentials", /no AWS credentials/),
  },
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map((half) => ({
    what: `${half} without its other half`,
    trouble: () => ({
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      [half]: "AKIAIOSFODNN7EXAMPLE",
    }),
    ...failed(5, "no-credentials", new RegExp(`found: ${half} is set, and AWS_[A-Z_]+ is not`)),
  })),
  {
    what: "credentials that nobody knows",
    trouble: () => ({ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" }),
    ...failed(5, "invalid-credentials", /does not accept/),
  },
  {
    what: "no Region",
    trouble: () => ({ AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined }),
    ...failed(5, "no-region", /no AWS Region/),
  },
  {
    what: "an unknown key",
    trouble: () => undefined,
    args: ["put", "alias/apq", "new.json", "--yes"],
    ...failed(5, "key-not-found", /alias\/apq/),
  },
  {
    what: "an unknown profile",
    trouble: () => ({ AWS_PROFILE: "prod" }),
    ...failed(5, "unknown-profile", /prod/),
  },
  {
    what: "nobody listens at the endpoint",
    trouble: () => ({ AWS_ENDPOINT_URL: nowhere }),
    ...failed(5, "unreachable", /127\.0\.0\.1:9 cannot be reached/),
  },
  {
    what: "the endpoint has no name",
    trouble: () => ({ AWS_ENDPOINT_URL: "http://kms.invalid" }),
    ...failed(5, "endpoint-unknown", /kms\.invalid cannot be resolved/),
  },
  {
    what: "an endpoint that is no URL",
    trouble: () => undefined,
    args: ["put", "alias/app", "new.json", "--yes", "--endpoint-url", "localhost"],
    ...failed(2, "bad-endpoint", /localhost/),
  },
  {
    what: "the file is broken JSON",
    trouble: () => undefined,
    args: ["put", "alias/app", "broken.json", "--yes"],
    ...failed(
      2,
      "json-syntax",
      /broken\.json is no JSON at line 2, column 27: .*\n +2 \| .*"2012-10-17"\n +\| +\^/,
    ),
  },
  {
    what: "the file is not there",
    trouble: () => undefined,
    args: ["put", "alias/app", "none.json", "--yes"],
    ...failed(2, "file-unreadable", /none\.json cannot be read: there is no such file/),
  },
  {
    what: "the file is a folder",
    trouble: () => undefined,
    args: ["put", "alias/app", "./", "--yes"],
    ...failed(2, "file-unreadable", /it is a folder/),
  },
  {
    what: "the state folder is on a full disk",
    trouble: (_, { state }) => ({ FAULT_ROOT: state }),
    diskIsFull: true,
    ...failed(3, "history-unwritable", /the disk is full/),
  },
  {
    what: "the state folder is read-only",
    trouble: (_, { state }) => ({ FAULT_ROOT: state, FAULT_ERRNO: "EROFS" }),
    diskIsFull: true,
    ...failed(3, "history-unwritable", /read-only/),
  },
  {
    what: "the state folder is a file",
    trouble: () => ({ KMSPOL_STATE_DIR: "/dev/null" }),
    ...failed(3, "history-unwritable", /a file is in the way/),
  },
  {
    what: "nothing can be written anywhere",
    trouble: (_, { machine }) => ({ FAULT_ROOT: machine }),
    diskIsFull: true,
    ...failed(3, "history-unwritable", /the disk is full/),
  },
];

/** What is done to the process itself, and where an answer is waited for in vain: side by side, since most of the time is waiting. */
const isOfProcess = ({ options, waits }: Row) => options?.preload !== undefined || waits === true;

const puts = async (row: Row, expect: ExpectStatic, atEnd: AtEnd): Promise<void> => {
  const [sandbox, place] = [await sandboxForTest({}, atEnd), await newPlace(atEnd)];
  const before = sandbox.policyOf("alias/app");
  const after = before.replaceAll("role/App", "role/service/Backup");
  await writeFile(join(place.work, "new.json"), after);
  await writeFile(join(place.work, "broken.json"), after.replace('"2012-10-17",', '"2012-10-17"'));
  const environment = ((await row.trouble(sandbox, place, atEnd)) ?? {}) as Environment;
  const args = [...(row.args ?? ["put", "alias/app", "new.json", "--yes"]), "--json"];
  const run = await (isOfProcess(row)
    ? asProcess(place, sandbox, args, { ...row.options, environment })
    : row.diskIsFull
      ? kmspolUnder("disk-full.mjs", place, sandbox, args, { environment })
      : kmspol(place, sandbox, args, { environment }));
  expect(run.exit, run.stderr).toBe(row.exit);
  expect(samePolicy(sandbox.policyOf("alias/app"), row.policy === "new" ? after : before)).toBe(true);
  expect(run.stderr).not.toMatch(/\bat \S+:\d+:\d+|this is a bug|\u001b/);
  if (!row.error) {
    expect(JSON.parse(run.stdout)).toMatchObject({ outcome: "changed", verified: true });
    return;
  }
  const { error } = JSON.parse(run.stdout) as { error: { code: string; message: string; hint?: string } };
  expect(error).toMatchObject({ code: row.error[0], hint: expect.any(String) as string });
  expect(error.message).toMatch(row.error[1]);
  expect(run.stderr.match(/^kmspol: /gm)).toHaveLength(1);
  // The text is where the user had it; what was read of it is kept as well, and named.
  const kept = (await placesOf(place, after)).filter((path) => path.includes("kept"));
  for (const path of kept) expect(error.hint).toContain(path);
};

test.for(rows.filter((row) => !isOfProcess(row)))("$what", (row, { expect, onTestFinished }) =>
  puts(row, expect, onTestFinished),
);

test.concurrent.for(rows.filter(isOfProcess))("$what", (row, { expect, onTestFinished }) =>
  puts(row, expect, onTestFinished),
);
