import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { kmspol, newPlace } from "../support/binary.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal } from "./pty.ts";
import { keys } from "./screen.ts";

// Ctrl-C in a run over many keys says how far it came and what goes on or back; both commands do just that.

const backup = "role/service/Backup";

const stoppedInTheMiddle = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const aliases = ["app", "legacy", "mailbox", "signing", "tokens", "reports", "global", "paused"];
  const before = aliases.map((alias) => sandbox.policyOf(`alias/${alias}`));
  sandbox.faults.latency = 150;
  const chosen = aliases.flatMap((alias) => ["--alias", alias]);
  const run = onTerminal(place, sandbox, ["each", ...chosen, "--yes", "--", "add-user", backup]);
  await run.see("changed and verified");
  run.type(keys.ctrlC);
  const { exit, sane } = await run.ended();
  sandbox.faults.latency = 0;
  const now = () => aliases.map((alias) => sandbox.policyOf(`alias/${alias}`));
  return { place, sandbox, before, now, says: run.plain(), exit, sane };
};

const commandIn = (says: string, name: string): readonly string[] =>
  (new RegExp(`^${name}:\\s+kmspol (each --\\w+ \\w+)`, "m").exec(says)?.[1] ?? "").split(" ");

test("Ctrl-C says how far it came; the run goes on, and all of it is taken back", async () => {
  const { place, sandbox, before, now, says, exit, sane } = await stoppedInTheMiddle();
  expect([exit, sane], says).toEqual([130, true]);
  const [, changed = "", all = "", middle = "0", rest = ""] =
    /stopped: (\d+) of (\d+) changed, 0 unchanged, 0 failed,(?: (\d+) in the middle of it \([^)]*\),)? (\d+) not begun/.exec(
      says.replace(/\s+/g, " "),
    ) ?? [];
  expect(Number(all), says).toBe(8);
  expect(Number(changed) + Number(middle) + Number(rest)).toBe(8);
  const resumed = await kmspol(place, sandbox, [...commandIn(says, "go on"), "--yes"]);
  expect(resumed.exit, resumed.stderr).toBe(0);
  expect(now().filter((policy) => policy.includes(backup))).toHaveLength(8);
  const undone = await kmspol(place, sandbox, [...commandIn(says, "take back"), "--yes"]);
  expect([undone.exit, undone.stderr]).toEqual([
    0,
    expect.stringContaining("8 changed, 0 unchanged, 0 failed"),
  ]);
  expect(now().every((policy, i) => samePolicy(policy, before[i] ?? ""))).toBe(true);
});

test("Ctrl-C while the keys are looked at: nothing was written, and no run is left", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const looking = new Promise<void>((resolve) => {
    sandbox.before("GetKeyPolicy", async () => {
      resolve();
      await setTimeout(3000);
    });
  });
  const run = onTerminal(place, sandbox, ["each", "--all", "--yes", "--", "add-user", backup]);
  await looking;
  run.type(keys.ctrlC);
  expect((await run.ended()).exit).toBe(130);
  expect(run.plain()).toContain("stopped while the keys were looked at: nothing was written");
  const runs = await kmspol(place, sandbox, ["each", "--runs"]);
  expect([runs.exit, runs.stdout, runs.stderr]).toEqual([0, "", "no run was made on this machine\n"]);
});
