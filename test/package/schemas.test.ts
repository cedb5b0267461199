import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, onTestFinished, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Every verb's --json against the published schema; and against the same schema closed, so that no field goes undescribed.

type Schema = Record<string, unknown>;

const published = JSON.parse(readFileSync("schemas/output.schema.json", "utf8")) as Schema;

const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return "properties" in schema && !("additionalProperties" in schema) && schema["properties"] !== null
    ? { ...inner, additionalProperties: false }
    : inner;
};

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, strictRequired: false });
ajv.addSchema(published, "open");
ajv.addSchema({ ...(closed(published) as Schema), $id: "urn:kmspol:closed" }, "closed");

const faults = (verb: string, value: unknown): unknown => {
  for (const kind of ["open", "closed"]) {
    const validate = ajv.getSchema(`${kind}#/$defs/${verb}`);
    if (!validate) throw new Error(`the schema has no ${verb}`);
    if (validate(value) !== true) return validate.errors;
  }
  return undefined;
};

const key = "alias/app";
const shared = "alias/global";

const data =
  "--iam-data iam.json --key-arn arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Verb of the schema, and the command that prints it. */
const commands: readonly (readonly [schema: string, command: string])[] = [
  ["list", "list"],
  ["list", "list --last-use"],
  ["show", `show ${key}`],
  ["show", `show ${shared} --grants`],
  ["get", `get ${key}`],
  ["check", `check ${key}`],
  ["check", `check ${key} ${shared}`],
  ["check", "check broken.json"],
  ["diff", `diff ${key} ${shared}`],
  ["diff", `diff policy.json ${key}`],
  ["can", `can ${key} role/App kms:Decrypt`],
  ["can", `can ${key} 444455556666 kms:Decrypt`],
  ["can", `can ${key} me kms:Decrypt --live`],
  ["can", `wait ${key} role/App kms:Decrypt --timeout 1`],
  ["who-can", `who-can ${shared} --grants`],
  ["who-can", `who-can policy.json ${data}`],
  ["who-can", `who-can ${key} kms:Decrypt --iam`],
  ["who-can", `who-can ${key} --used --trail trail.json`],
  ["show", `show ${key} --used --trail trail.json`],
  ["who-can", `who-can ${key} --unused`],
  ["collect", "collect data"],
  ["what-can", "what-can role/App"],
  ["what-can", `what-can role/App --from policy.json ${data}`],
  ["what-can", "what-can role/App --from policy.json --from broken.json --account 111122223333"],
  ["can", `can policy.json role/App kms:Decrypt ${data}`],
  ["can", `can policy.json role/Capped kms:Decrypt ${data}`],
  ["diff", `diff policy.json empty.json ${data}`],
  ["history", `history ${key}`],
  ["change", `add-user ${key} role/ci/pipelines/Deploy --yes --reason test`],
  ["change", `add-user ${key} role/ci/pipelines/Deploy --yes`],
  ["change", `grant-account ${key} 444455556666 --dry-run`],
  ["change", `remove-user ${key} role/service/Backup --grants --dry-run`],
  ["change", `check ${key} --fix --yes`],
  ["fixed", `check ${key} --fix --yes`],
  ["fixed", "check broken.json --fix --yes"],
  ["fixed", `check ${key} broken.json --fix --yes`],
  ["history", `history ${key}`],
  ["change", `each --alias ${key} --dry-run -- add-user role/service/Backup`],
  ["can", `each --alias ${key} -- can role/App kms:Decrypt`],
  ["why", "why User: arn:aws:iam::111122223333:role/App is not authorized to perform: kms:Decrypt"],
  ["kept", "kept"],
  ["kept", "kept --discard all --yes"],
  ["change", `add-group ${key} finance --via-iam --attach --yes`],
  ["explain", "explain group-principal"],
  ["explain", "explain timeout"],
  ["explain", "explain"],
  ["failure", "show alias/nothing"],
  ["failure", "show"],
  ["failure", "nonsense"],
  ["failure", "put policy.json broken.json --yes"],
];

const everything = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const roleNamed = (RoleName: string, rest: object) => ({
  ...{ RoleName, RoleId: "AROAEXAMPLE", Path: "/", Arn: `arn:aws:iam::111122223333:role/${RoleName}` },
  ...rest,
});
const iamData = {
  ...{ UserDetailList: [], GroupDetailList: [], Policies: [] },
  RoleDetailList: [
    roleNamed("App", { RolePolicyList: [{ PolicyName: "all", PolicyDocument: everything }] }),
    roleNamed("Capped", {
      PermissionsBoundary: { PermissionsBoundaryArn: "arn:aws:iam::111122223333:policy/lid" },
    }),
  ],
};

/** The words of a command; `why` takes the rest as one message. */
const wordsOf = (command: string): readonly string[] =>
  command.startsWith("why ") ? ["why", command.slice(4)] : command.split(" ");

/** Commands that print rows, a line each. */
const rowCommands: readonly string[] = [
  "check --from keys.jsonl --format jsonl",
  "check broken.json --format jsonl",
  "who-can --from keys.jsonl --format jsonl",
  `each --alias ${key} --format jsonl -- who-can`,
  `each --alias ${key} -- check --format jsonl`,
  `each --alias ${key} --dry-run --format jsonl -- add-user role/service/Backup`,
];

test("each row is as the schema says", async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const policy = { Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }] };
  await writeFile(join(place.work, "keys.jsonl"), `${JSON.stringify({ policy })}\n{"cut`);
  await writeFile(join(place.work, "broken.json"), "{");
  for (const command of rowCommands) {
    const { stdout } = await kmspol(place, sandbox, command.split(" "));
    const rows = stdout
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "")
      .map((line): unknown => JSON.parse(line));
    expect(rows.map((row) => faults("row", row)).filter(Boolean), command).toEqual([]);
  }
  const { stdout } = await kmspol(place, sandbox, ["who-can", "--from", "keys.jsonl", "--json"]);
  expect(faults("who-can-from", JSON.parse(stdout))).toBeUndefined();
});

test("each verb prints what the schema says, one document a run", async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const root = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" };
  await writeFile(
    join(place.work, "policy.json"),
    JSON.stringify({ Version: "2012-10-17", Statement: [root] }),
  );
  await writeFile(join(place.work, "trail.json"), '{"Records":[]}');
  await writeFile(join(place.work, "empty.json"), JSON.stringify({ Version: "2012-10-17", Statement: [] }));
  await writeFile(join(place.work, "iam.json"), JSON.stringify(iamData));
  await writeFile(join(place.work, "broken.json"), "{");
  for (const [schema, command] of commands) {
    const { stdout, exit } = await kmspol(place, sandbox, ["--json", ...wordsOf(command)]);
    const document: unknown = JSON.parse(stdout);
    expect(faults(schema, document), command).toBeUndefined();
    expect(exit === 0 || exit === 1, command).toBe(schema !== "failure");
  }
});

/** `sandbox` stays until it is stopped: what it prints comes first. */
test.each([["sandbox", "sandbox"]])("%s prints what the schema says", async (schema, verb) => {
  const place = await newPlace();
  const child = spawn(process.execPath, ["bin/kmspol.js", verb, "--json"], {
    env: { ...process.env, HOME: place.root, KMSPOL_STATE_DIR: place.state },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill());
  let printed = "";
  for await (const part of child.stdout) printed += String(part);
  expect(faults(schema, JSON.parse(printed))).toBeUndefined();
});

test("of several targets to mend, one that is missing is a failure beside the others", async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const args = ["check", key, "alias/nothing", "--fix", "--yes", "--json"];
  const { stdout, exit } = await kmspol(place, sandbox, args);
  expect({ exit, faults: faults("fixed", JSON.parse(stdout)) }).toEqual({ exit: 5, faults: undefined });
});

test("the schema would tell", () => {
  expect(faults("can", { decision: "perhaps", statements: [] })).toBeDefined();
  expect(faults("can", { decision: "allowed", statements: [], extra: 1 })).toBeDefined();
});
