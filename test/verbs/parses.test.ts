import { callsOf } from "../support/calls.ts";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

// A policy is parsed once a state, read once a document, and compared once: counted, not timed.

/** A sandbox in a process of its own: it parses policies, too. */
const sandboxApart = async (): Promise<Sandbox> => {
  const script = "console.log(JSON.stringify(process.env)); process.stdin.resume()";
  const child = spawn("node", ["bin/kmspol.js", "sandbox", "--", "node", "-e", script]);
  onTestFinished(() => void child.stdin.end());
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const all = Object.entries(JSON.parse(line.toString()) as Record<string, string>);
  return { environment: Object.fromEntries(all.filter(([name]) => name.startsWith("AWS_"))) } as Sandbox;
};

const unchanged = { parsePolicyText: 1, policyIn: 1, compared: 0 };
/** What stood, an edit of each of two statements, and what KMS shows afterwards; no text twice, whoever asks. */
const changed = { parsePolicyText: 4, policyIn: 3, compared: 1 };

test.each([
  ["add-user alias/app role/App --yes", unchanged],
  // KMS shows two principals of two statements in any order, and is read four times after the put.
  ["add-user alias/app role/service/Backup --yes", { ...changed, parsePolicyText: 7 }],
  ["remove-user alias/app role/App --yes", changed],
  // The verb proves what it did for the partition of the policy's ARNs, the review is of what was told of the key.
  ["add-user p.json user/alice --account 111122223333 --yes", { ...changed, compared: 2 }],
])("%s", async (command, most) => {
  const [place, sandbox] = [await newPlace(), await sandboxApart()];
  await writeFile(join(place.work, "p.json"), (await kmspol(place, sandbox, ["get", "alias/app"])).stdout);
  let exit: number | undefined;
  const calls = await callsOf(["parsePolicyText", "policyIn", "compared"], async () => {
    exit = (await kmspol(place, sandbox, command.split(" "))).exit;
  });
  expect(exit).toBe(0);
  for (const [name, count] of Object.entries(calls))
    expect(count, name).toBeLessThanOrEqual(most[name as keyof typeof most]);
});
