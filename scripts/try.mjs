// npm run try: the main job on the sandbox, so that nobody's keys are touched. On a terminal it opens your editor and
// asks, as kmspol always does; without one a scripted editor makes the change. Every command is shown before it runs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kmspol = (args, environment = {}) =>
  spawnSync(process.execPath, ["bin/kmspol.js", ...args], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  }).status ?? 1;

const shown = (args, environment) => {
  console.log(`\n$ kmspol ${args.map((arg) => (/[^\w./@{}:-]/.test(arg) ? `'${arg}'` : arg)).join(" ")}`);
  return kmspol(args, environment);
};

const must = (status) => {
  if (status !== 0) process.exit(status);
};

const story = () => {
  const interactive = process.stdin.isTTY && process.stderr.isTTY;
  must(shown(["list"]));
  must(shown(["show", "alias/app"]));
  if (interactive) {
    console.log(
      "\nYour editor opens now: add an ARN to a list, save and leave it. Try\n  arn:aws:iam::111122223333:user/alice",
    );
    // No to the question and an editor left without a change are good endings too.
    const status = shown(["edit", "alias/app"]);
    if (status === 130) console.log("\nNothing was written.");
    else must(status);
  } else {
    const editor = `"${process.execPath}" scripts/try-editor.mjs`;
    console.log("\nNo terminal here: a scripted editor gives user/alice the use of the key.");
    must(
      shown(["edit", "alias/app", "--yes", "--reason", "alice joins the team"], { KMSPOL_EDITOR: editor }),
    );
  }
  must(shown(["history", "alias/app"]));
  console.log(
    "\nThat was the sandbox: no key of yours was touched. Next:\n  kmspol list --profile YOURS --region YOURS",
  );
};

if (process.argv.includes("--inside")) story();
else {
  const state = mkdtempSync(join(tmpdir(), "kmspol-try-"));
  console.log("$ kmspol sandbox -- …            (a local KMS, IAM and STS)");
  const status = kmspol(["sandbox", "--", process.execPath, "scripts/try.mjs", "--inside"], {
    KMSPOL_STATE_DIR: state,
  });
  rmSync(state, { recursive: true, force: true });
  process.exitCode = status;
}
