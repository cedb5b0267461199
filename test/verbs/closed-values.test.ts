import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { globalFlags } from "../../src/cli/options.ts";
import type { Flag } from "../../src/cli/flag.ts";
import type { Operand } from "../../src/cli/operand.ts";
import { nextWord } from "../../src/verbs/completion/suggest.ts";
import type { AnyVerb } from "../../src/verbs/verb.ts";
import { verbs } from "../../src/verbs/verbs.ts";
import { within } from "../support/in-process.ts";

// Flags whose values are a closed list: each completes, and a misspelt value is met with the nearest.

/** Flags that take a value with no list of it here: paths, numbers, names that only AWS or the user knows. */
const open = new Set(
  (
    "--endpoint-url --clientProcessId --drop --fail --throttle --latency --propagation --extra-keys --seed --data --port " +
    "--from --keys-from --timeout --endpoint-policy --session-policy --context --iam-data --source-arn --source-account " +
    "--detach --attach --iam-policy --used-within --until --org --encryption-context --editor --reason --config --out --assume-role " +
    "--parameters --set --key-arn --account --trail --days --unused-for --tag --shard"
  ).split(" "),
);
/** Asked for where they are completed: of AWS or of this machine. */
const asked = new Set(
  "--alias --key --account-profile --profile --resume --undo --discard --to --change".split(" "),
);
const nameOf = ({ words }: Flag): string => /--[\w-]+/.exec(words)?.[0] ?? "";
const takesValue = ({ words }: Flag): boolean => words.includes("<");

const pairs = verbs.flatMap((verb) =>
  [...Object.values(verb.flags), ...Object.values(globalFlags)]
    .filter(takesValue)
    .map((flag): readonly [AnyVerb, Flag] => [verb, flag]),
);

const completed = (verb: AnyVerb, flag: Flag) => nextWord(verbs, [verb.name, "alias/app", nameOf(flag), ""]);

test("each flag with a value is completed from a list, is asked for, or is known to have none", () => {
  const wrong = pairs.filter(([verb, flag]) => {
    const { known, question } = completed(verb, flag);
    const name = nameOf(flag);
    return asked.has(name) ? question === undefined : open.has(name) !== (known.length === 0);
  });
  expect(wrong.map(([verb, flag]) => `${verb.name} ${flag.words}`)).toEqual([]);
});

const words: Readonly<Record<string, string>> = {
  principal: "role/App",
  caller: "role/App",
  account: "444455556666",
  service: "sns",
  group: "finance",
  action: "kms:Decrypt",
  code: "public-access",
};

const folder = await mkdtemp(join(tmpdir(), "kmspol-closed-"));
const file = join(folder, "policy.json");
const policy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  ],
};
await writeFile(file, JSON.stringify(policy));

const operandOf = ({ named }: Operand): string => words[named?.is ?? ""] ?? file;

/** The word with its second letter twice: one step from it. */
const misspelt = (word: string): string => word.slice(0, 2) + word.slice(1);

/** New Regions differ from old ones by a letter: the near one is a note where AWS is asked, no error. */
const growing = new Set(["--region", "--also-region"]);
const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const closed = [
  ...new Map(
    pairs
      .filter(
        ([verb, flag]) =>
          verb.kind !== "alone" &&
          verb.group !== undefined &&
          !growing.has(nameOf(flag)) &&
          completed(verb, flag).known.length > 0,
      )
      .map((pair) => [pair[1].words + (pair[1].choices ?? []).join(), pair]),
  ).values(),
];

test.each(closed.map(([verb, flag]) => [`${verb.name} ${flag.words}`, verb, flag] as const))(
  "%s: a misspelt value is met with the nearest",
  async (_, verb, flag) => {
    // Words of two letters are near to everything.
    const known = completed(verb, flag).known.map(({ value }) => value);
    const value = known.filter((one) => one.length > 3).sort((a, b) => b.length - a.length)[0] ?? "";
    const operands = verb.name === "list" ? [] : verb.operands.map(operandOf);
    const line = [verb.name, ...operands, nameOf(flag), misspelt(value)];
    const { stderr } = await within({ state: folder }, [
      ...line,
      ...("account" in verb.flags ? ["--account", "111122223333"] : []),
      ...("keyArn" in verb.flags ? ["--key-arn", arn] : []),
      ...("dryRun" in verb.flags ? ["--dry-run"] : []),
    ]);
    expect(stderr.replaceAll("\n  ", " ")).toContain(
      `did you mean ${nameOf(flag) === "--via" ? "--via " : ""}${value}?`,
    );
  },
);

test.each([
  [["help", "shwo"], "did you mean show?"],
  [["list", "-o", "json"], "did you mean --json"],
  [["show", file, "--query", "x"], "did you mean --json"],
  [["completion", "bsh"], "did you mean bash?"],
  [["show", "alias/app@zz"], "kmspol history alias/app lists the changes"],
  [["list", "--region", "eu-wst-1"], "did you mean eu-west-1?"],
])("%j: %s", async (line, hint) => {
  const { stderr } = await within({ state: folder }, line);
  expect(stderr.replaceAll("\n  ", " ")).toContain(hint);
});
