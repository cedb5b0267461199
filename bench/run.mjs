// npm run bench: what kmspol costs, as ratios of programs measured side by side in one run.
// It starts itself again inside `kmspol sandbox`, so that every KMS call goes to the sandbox of this repository.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { median, sideBySide } from "./measure.mjs";
import { largePolicy, typicalPolicy } from "./policies.mjs";

const node = process.execPath;
const kmspol = (...args) => [node, "bin/kmspol.js", ...args];
const rounds = Number(process.env.KMSPOL_BENCH_ROUNDS ?? 15);

if (!process.argv.includes("--inside")) {
  const { status } = spawnSync(node, ["bin/kmspol.js", "sandbox", "--", node, "bench/run.mjs", "--inside"], {
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}

const bundled = async (entry, folder) => {
  const outfile = join(folder, `${entry.replace(/.*\//, "").replace(/\.\w+$/, "")}.mjs`);
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  };
  const mainFields = ["module", "main"];
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    banner,
    mainFields,
  });
  return outfile;
};

const output = (command) => {
  const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
  return stdout;
};

const rows = [];
const row = (what, measured, target) => rows.push({ what, measured, target });
const spread = (times) => `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`;
const describe = ({ times }) => `${median(times).toFixed(0)} ms (${spread(times)})`;

const compare = (results, name, yardstick, limit) => {
  const [a, b] = [results.get(name), results.get(yardstick)];
  const ratio = median(a.times.map((time, n) => time / b.times[n]));
  const measured = `${ratio.toFixed(2)} ×   ${describe(a)} against ${describe(b)}`;
  row(`${name} : ${yardstick}`, measured, `≤ ${limit} × ${ratio <= limit ? "ok" : "OVER"}`);
};
const memory = (results, name, limit) => {
  const mebibytes = results.get(name).memory;
  row(
    `${name}: memory`,
    `${mebibytes.toFixed(0)} MiB`,
    `≤ ${limit} MiB ${mebibytes <= limit ? "ok" : "OVER"}`,
  );
};
const bound = (what, milliseconds, limit) =>
  row(what, `${milliseconds.toFixed(2)} ms`, `≤ ${limit} ms ${milliseconds <= limit ? "ok" : "OVER"}`);

const folder = await mkdtemp(join(tmpdir(), "kmspol-bench-"));
try {
  const environment = { KMSPOL_STATE_DIR: join(folder, "state") };
  const file = async (name, text) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const large = [await file("a.json", largePolicy(0)), await file("b.json", largePolicy(1))];
  const typical = await file("typical.json", typicalPolicy(1));
  const { keys } = JSON.parse(output(kmspol("list", "--json")));
  const key = keys.find(({ aliases }) => aliases.includes("alias/app")).id;
  const minimalGet = await bundled("bench/minimal-get.mjs", folder);
  const hasAws = spawnSync("aws", ["--version"]).status === 0;

  const empty = { name: "empty Node program", command: [node, "bench/empty.mjs"] };
  const account = ["--account", "111122223333"];
  const local = await sideBySide(
    [
      empty,
      { name: "kmspol --version", command: kmspol("--version") },
      {
        name: "kmspol check FILE",
        command: kmspol("check", typical, ...account, "--fail-on", "never"),
        environment,
      },
      { name: "kmspol diff A B (32 KB)", command: kmspol("diff", ...large, ...account), environment },
    ],
    rounds,
  );
  compare(local, "kmspol --version", empty.name, 1.35);
  compare(local, "kmspol check FILE", empty.name, 2);
  compare(local, "kmspol diff A B (32 KB)", empty.name, 4);
  memory(local, "kmspol diff A B (32 KB)", 150);

  const aws = {
    name: "aws kms get-key-policy",
    command: ["aws", "kms", "get-key-policy", "--key-id", key, "--policy-name", "default"],
  };
  const wire = await sideBySide(
    [
      { name: "kmspol get", command: kmspol("get", key), environment },
      { name: "minimal SDK program", command: [node, minimalGet, key] },
      ...(hasAws ? [aws] : []),
    ],
    rounds,
  );
  compare(wire, "kmspol get", "minimal SDK program", 1.3);
  if (hasAws) compare(wire, "kmspol get", aws.name, 0.45);
  else row("kmspol get : aws kms get-key-policy", "not measured", "the AWS CLI is not installed");
  memory(wire, "kmspol get", 90);

  const core = JSON.parse(output([node, await bundled("bench/in-process.ts", folder)]));
  bound("access of a typical pair, of 1,000", core.pair, 2);
  bound("1,000 typical policies checked", core.checks, 2000);
  bound("access of an adversarial pair", core.adversarial, 1000);
} finally {
  await rm(folder, { recursive: true });
}

const width = (column) => Math.max(...rows.map((entry) => entry[column].length));
console.log(
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${process.platform}, Node ${process.version}, ${rounds} rounds\n`,
);
for (const { what, measured, target } of rows) {
  console.log(`${what.padEnd(width("what"))}  ${measured.padEnd(width("measured"))}  ${target}`);
}
