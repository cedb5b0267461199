// npm run bench: what kmspol costs, as ratios of programs measured side by side in one run.
// It starts itself again inside `kmspol sandbox`, so that every KMS call goes to the sandbox of this repository.
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { accountDump, delegatingPolicy, keyId, keyOf } from "./account-dump.mjs";
import { plan, template } from "./documents.mjs";
import { median, sideBySide } from "./measure.mjs";
import { editorTimes, untilFirstFindings } from "./language-server.mjs";
import { organizationRows } from "./organization.mjs";
import { searchTimes } from "./search.mjs";
import { largePolicy, typicalPolicy } from "./policies.mjs";
import { terraformFolder } from "./terraform-folder.mjs";

const node = process.execPath;
const rounds = Number(process.env.KMSPOL_BENCH_ROUNDS ?? 15);
const inside = process.argv.includes("--inside");
/** What a limit is multiplied by: on a machine that does other things besides, it still finds what got slow. */
const slack = Number(process.env.KMSPOL_BENCH_SLACK ?? 1);

// A copy is measured: whoever builds meanwhile does not get in the way.
const folder = inside ? process.env.KMSPOL_BENCH_FOLDER : await mkdtemp(join(tmpdir(), "kmspol-bench-"));
const kmspol = (...args) => [node, join(folder, "kmspol/bin/kmspol.js"), ...args];

if (!inside) {
  for (const part of ["bin", "dist", "package.json"])
    await cp(part, join(folder, "kmspol", part), { recursive: true });
  const [command, ...args] = kmspol(
    "sandbox",
    "--",
    node,
    "bench/run.mjs",
    "--inside",
    ...process.argv.slice(2),
  );
  // Reading a file of further certificates costs every start of Node the same, and so would flatter each ratio to an empty program.
  const { NODE_EXTRA_CA_CERTS: _, ...clean } = process.env;
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...clean, KMSPOL_BENCH_FOLDER: folder },
  });
  await rm(folder, { recursive: true });
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
/** How a figure stands to its limit. With slack, what is a little over is said and let pass. */
const verdict = (figure, limit = Infinity) => {
  if (limit === Infinity) return "no limit";
  if (figure <= limit) return "holds";
  return figure <= limit * slack ? `over, within ${slack} ×` : "OVER";
};
const row = (what, measured, limit, holds = "not measured") =>
  rows.push({
    what,
    measured,
    limit: limit && `≤ ${limit}`,
    holds,
  });
const spread = (times) => `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`;
const describe = ({ times }) => `${median(times).toFixed(0)} ms (${spread(times)})`;

// Whatever else the machine does only adds time. So two figures are made: the median of the ratios of neighbouring runs, and the
// ratio of the fastest runs; the lower one is held against the limit.
const compare = (results, name, yardstick, limit) => {
  const [a, b] = [results.get(name), results.get(yardstick)];
  const typical = median(a.times.map((time, n) => time / b.times[n]));
  const fastest = Math.min(...a.times) / Math.min(...b.times);
  const measured = `${typical.toFixed(2)} × (fastest ${fastest.toFixed(2)} ×); ${describe(a)} against ${describe(b)}`;
  row(
    `${name} : ${yardstick}`,
    measured,
    limit === undefined ? "" : `${limit} ×`,
    verdict(Math.min(typical, fastest), limit),
  );
};
const memory = (results, name, limit) => {
  const mebibytes = results.get(name).memory;
  row(`${name}: memory`, `${mebibytes.toFixed(0)} MiB`, `${limit} MiB`, verdict(mebibytes, limit));
};
/** The median of several runs in one process, and the fastest, which is held against the limit. */
const bound = (what, times, limit) => {
  const fastest = Math.min(...times);
  const measured = `${median(times).toFixed(2)} ms (fastest ${fastest.toFixed(2)} ms)`;
  row(what, measured, `${limit} ms`, verdict(fastest, limit));
};

/** Answers to single keys: the slowest is held against the limit. */
const latency = (what, times, limit) => {
  const slowest = Math.max(...times);
  const measured = `${median(times).toFixed(1)} ms (slowest ${slowest.toFixed(1)} ms)`;
  row(what, measured, `${limit} ms`, verdict(slowest, limit));
};

// As on any day but the first: the compiled code of an earlier run is there. Each command runs once before it is timed.
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

const empty = { name: "empty Node program", command: [node, "bench/empty.cjs"] };
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
    {
      name: "kmspol check FILE, for the first time",
      command: kmspol("check", typical, ...account, "--fail-on", "never"),
      environment: { ...environment, NODE_DISABLE_COMPILE_CACHE: "1" },
    },
    { name: "kmspol diff A B (32 KB)", command: kmspol("diff", ...large, ...account), environment },
  ],
  rounds,
);
compare(local, "kmspol --version", empty.name, 1.35);
compare(local, "kmspol check FILE", empty.name, 2);
compare(local, "kmspol check FILE, for the first time", empty.name);
compare(local, "kmspol diff A B (32 KB)", empty.name, 4);
memory(local, "kmspol diff A B (32 KB)", 150);

// A Terraform folder: every file is read for names, one has the key.
const source = await terraformFolder(join(folder, "terraform"));
const terraform = await sideBySide(
  [
    empty,
    {
      name: "kmspol check FOLDER, 100 Terraform files",
      command: kmspol("check", source, "--fail-on", "never"),
      environment,
    },
  ],
  Math.ceil(rounds / 2),
);
compare(terraform, "kmspol check FOLDER, 100 Terraform files", empty.name, 12);

// Policies in other documents: a template, and a plan that is as long as they get.
const plannedFile = await file("plan.json", plan());
const parsing = { name: "JSON.parse of the plan", command: [node, "bench/parse-json.cjs", plannedFile] };
const documents = await sideBySide(
  [
    empty,
    parsing,
    {
      name: "kmspol check template.yaml, 50 KB and 3 keys",
      command: kmspol("check", await file("template.yaml", template()), "--fail-on", "never"),
      environment,
    },
    { name: "kmspol diff plan.json, 25 MB", command: kmspol("diff", plannedFile), environment },
  ],
  Math.ceil(rounds / 2),
);
compare(documents, "kmspol check template.yaml, 50 KB and 3 keys", empty.name, 4);
compare(documents, "kmspol diff plan.json, 25 MB", parsing.name, 2.5);
memory(documents, "kmspol diff plan.json, 25 MB", 500);

// With IAM data: the people behind "where IAM allows it".
const delegating = await file("delegating.json", delegatingPolicy());
const whoCan = async (name, roles) => ({
  name: `kmspol who-can, IAM data of ${name} principals`,
  command: kmspol(
    ...["who-can", delegating, "--key-arn", keyOf(0)],
    ...["--iam-data", await file(`iam-${roles}.json`, accountDump(roles))],
  ),
  environment,
});
const [some, many] = [await whoCan("500", 470), await whoCan("5,300", 5000)];
await mkdir(join(folder, "keys"));
for (let n = 0; n < 300; n++) await file(`keys/${keyId(n)}.json`, delegatingPolicy(n));
const whatCan = {
  name: "kmspol what-can, 300 keys",
  command: kmspol(
    ...[
      "what-can",
      "role/service-0007",
      "--from",
      join(folder, "keys"),
      "--iam-data",
      join(folder, "iam-5000.json"),
    ],
    ...[...account, "--region", "eu-west-1"],
  ),
  environment,
};
const effective = await sideBySide([empty, some, many, whatCan], Math.ceil(rounds / 2));
compare(effective, some.name, empty.name, 8);
compare(effective, many.name, empty.name, 25);
memory(effective, many.name, 200);
compare(effective, whatCan.name, empty.name, 40);

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
else row("kmspol get : aws kms get-key-policy", "the AWS CLI is not installed", "0.45 ×");
memory(wire, "kmspol get", 90);

const original = await file("original.json", output(kmspol("get", key)));
const [read, edited] = [join(folder, "read.json"), join(folder, "edited.json")];
const named = `--key-id ${key} --policy-name default`;
const pipeline = {
  name: "aws get, sed, aws put (a pipeline)",
  command: [
    "sh",
    "-c",
    `aws kms get-key-policy ${named} --query Policy --output text > ${read} && sed s/Sid/Sid/ ${read} > ${edited} && aws kms put-key-policy ${named} --policy file://${edited}`,
  ],
};
const addUser = {
  name: "kmspol add-user --yes",
  command: kmspol("add-user", key, "user/alice", "--yes"),
  prepare: kmspol("put", key, original, "--yes"),
  environment,
};
if (hasAws) {
  const change = await sideBySide([addUser, pipeline], Math.ceil(rounds / 2));
  compare(change, addUser.name, pipeline.name, 0.4);
} else row(`${addUser.name} : ${pipeline.name}`, "the AWS CLI is not installed", "0.4 ×");

const core = JSON.parse(output([node, await bundled("bench/in-process.ts", folder)]));
bound("access of a typical pair, of 1,000", core.pair, 2);
bound("1,000 typical policies checked", core.checks, 2000);
bound("access of an adversarial pair", core.adversarial, 1000);

// In an editor: a policy of 32 KB under somebody's fingers.
const server = kmspol("lsp", ...account);
const typing = await editorTimes(server, largePolicy(0), { rounds: 60, edits: 10_000, environment });
bound("kmspol lsp: findings of 32 KB after a keystroke", typing.keystrokes, 30);
bound("kmspol lsp: completion in 32 KB", typing.completions, 10);
row(
  "kmspol lsp: memory after 10,000 edits",
  `${typing.memory.toFixed(0)} MiB`,
  "150 MiB",
  verdict(typing.memory, 150),
);
const [emptyRuns, firstFindings] = [[], []];
for (let round = 0; round <= rounds; round++) {
  const started = performance.now();
  output(empty.command);
  const between = performance.now();
  await untilFirstFindings(server, typicalPolicy(1), environment);
  if (round > 0) {
    emptyRuns.push(between - started);
    firstFindings.push(performance.now() - between);
  }
}
const editor = new Map([
  [empty.name, { times: emptyRuns }],
  ["kmspol lsp, to the first findings", { times: firstFindings }],
]);
compare(editor, "kmspol lsp, to the first findings", empty.name, 4);

const manyKeys = [node, await bundled("bench/many-keys.ts", folder)];
const search = await searchTimes(manyKeys, kmspol());
latency("search of 5,000 keys, key press to redraw", search.keys, 100);
latency("search of 2,000 roles, key press to redraw", search.roles, 100);

await organizationRows({ kmspol, folder, rounds: Math.ceil(rounds / 3), row, verdict, compare, memory });

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, ${process.platform}, Node ${process.version}, ${rounds} rounds`;
const width = (column) => Math.max(...rows.map((entry) => entry[column].length));
console.log(`${machine}\n`);
for (const { what, measured, limit, holds } of rows)
  console.log(
    `${what.padEnd(width("what"))}  ${measured.padEnd(width("measured"))}  ${limit.padEnd(width("limit"))}  ${holds}`,
  );

// `npm run bench -- --record` keeps the figures, newest first, beside those of other machines and days.
if (process.argv.includes("--record")) {
  const cells = rows.map(
    ({ what, measured, limit, holds }) => `| ${what} | ${measured} | ${limit} | ${holds} |`,
  );
  const table = ["| what | measured | limit | |", "| --- | --- | --- | --- |", ...cells].join("\n");
  const results = "bench/RESULTS.md";
  const [title, ...older] = (await readFile(results, "utf8")).split(/\n(?=## )/);
  const today = new Date().toISOString().slice(0, 10);
  const entry = `## ${today}: ${machine}\n\n${table}\n`;
  await writeFile(results, [title, entry, ...older].join("\n"));
}
process.exitCode = rows.some(({ holds }) => holds === "OVER") ? 1 : 0;
