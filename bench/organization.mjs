// What a whole organization costs: many policies from a stream, the report's page in a browser, CloudTrail, last use, a change with IAM.
// Part of bench/run.mjs; alone: node bench/organization.mjs (after npm run build). KMSPOL_BENCH_KEYS and KMSPOL_BENCH_RECORDS make it smaller.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createGzip } from "node:zlib";
import { build } from "esbuild";
import { accountDump } from "./account-dump.mjs";
import { sideBySide } from "./measure.mjs";
import { typicalPolicy } from "./policies.mjs";

const account = "111122223333";
const id = (n) => `${String(n).padStart(8, "0")}-12ab-34cd-56ef-1234567890ab`;
const arn = (n) => `arn:aws:kms:eu-west-1:${account}:key/${id(n)}`;

/** Rows of `--from`: a key and its policy a line. */
const writeKeys = (path, count) =>
  pipeline(function* () {
    for (let n = 0; n < count; n++)
      yield `${JSON.stringify({ arn: arn(n), policy: typicalPolicy(n % 500), aliases: [`alias/app-${n}`] })}\n`;
  }, createWriteStream(path));

const record = (n) => ({
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    principalId: `AROAAAAAAAAAA${String(n % 900).padStart(8, "0")}:i-0123456789abcdef0`,
    arn: `arn:aws:sts::${account}:assumed-role/service-${n % 900}/i-0123456789abcdef0`,
    accountId: account,
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: `AROAAAAAAAAAA${String(n % 900).padStart(8, "0")}`,
        arn: `arn:aws:iam::${account}:role/service-${n % 900}`,
        accountId: account,
        userName: `service-${n % 900}`,
      },
      attributes: { creationDate: "2026-11-01T08:00:00Z", mfaAuthenticated: "false" },
    },
  },
  eventTime: new Date(Date.UTC(2026, 8, 1) + n * 7000).toISOString().replace(".000Z", "Z"),
  eventSource: n % 3 === 0 ? "kms.amazonaws.com" : "s3.amazonaws.com",
  eventName: n % 3 === 0 ? "Decrypt" : "GetObject",
  awsRegion: "eu-west-1",
  sourceIPAddress: "192.0.2.17",
  userAgent: "aws-sdk-java/2.20.1 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.6+10-LTS Java/17.0.6",
  requestParameters: {
    encryptionContext: { tenant: `t-${n % 77}` },
    encryptionAlgorithm: "SYMMETRIC_DEFAULT",
  },
  responseElements: null,
  requestID: `${String(n).padStart(8, "0")}-aaaa-bbbb-cccc-1234567890ab`,
  eventID: `${String(n).padStart(8, "0")}-dddd-eeee-ffff-1234567890ab`,
  readOnly: true,
  resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: arn(n % 300) }],
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: account,
  eventCategory: "Management",
});

/** Log files as CloudTrail delivers them, packed; gives the bytes of their JSON. */
const writeTrail = async (folder, count) => {
  await mkdir(folder);
  const each = 10_000;
  let bytes = 0;
  for (let start = 0; start < count; start += each) {
    const records = Array.from({ length: Math.min(each, count - start) }, (_, i) => record(start + i));
    const text = JSON.stringify({ Records: records });
    bytes += Buffer.byteLength(text);
    const name = join(folder, `${account}_CloudTrail_eu-west-1_${String(start).padStart(9, "0")}.json.gz`);
    await pipeline([text], createGzip({ level: 1 }), createWriteStream(name));
  }
  return bytes;
};

/** Milliseconds from a letter typed into the search of the page until its rows are drawn. */
const interactionTimes = async (file) => {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (executablePath === undefined) return undefined;
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    return await page.evaluate(`(async () => {
      const times = [];
      const search = document.getElementById("search");
      for (const word of ["s", "se", "service-00", "", "alias/app-99"]) {
        const started = performance.now();
        search.value = word;
        search.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        times.push(performance.now() - started);
      }
      return times;
    })()`);
  } finally {
    await browser.close();
  }
};

const bundled = async (entry, folder) => {
  const outfile = join(folder, "many-principals.mjs");
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  };
  const mainFields = ["module", "main"];
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner,
    mainFields,
  });
  return outfile;
};

/** When KMS was asked for the last use of keys, by a proxy before the sandbox; and how long kmspol said that it would take. */
const lastUsePace = async ({ kmspol, environment }) => {
  const [program, script] = kmspol();
  const sandbox = spawn(program, [script, "sandbox", "--extra-keys", "12"], {
    env: { ...process.env, ...environment },
  });
  let proxy;
  try {
    const settings = Object.fromEntries(await linesUntil(sandbox.stdout, "KMSPOL_STATE_DIR"));
    const moments = [];
    proxy = createServer((asked, answer) => {
      if (String(asked.headers["x-amz-target"]).endsWith(".GetKeyLastUsage")) moments.push(performance.now());
      const { method, url, headers } = asked;
      const onward = request(new URL(url, settings.AWS_ENDPOINT_URL), { method, headers }, (said) => {
        answer.writeHead(said.statusCode, said.headers);
        said.pipe(answer);
      });
      asked.pipe(onward);
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const AWS_ENDPOINT_URL = `http://127.0.0.1:${proxy.address().port}`;
    const [, ...words] = kmspol("list", "--unused-for", "90d", "--json");
    const listing = spawn(program, words, {
      env: { ...process.env, ...environment, ...settings, AWS_ENDPOINT_URL },
    });
    let told = "";
    listing.stderr.on("data", (text) => (told += text));
    listing.stdout.resume();
    const [code] = await once(listing, "close");
    if (code !== 0) throw new Error(`kmspol list --unused-for: ${code}: ${told}`);
    const took = (moments.at(-1) - moments[0]) / 1000;
    return {
      asked: moments.length,
      rate: (moments.length - 1) / took,
      said: Number(/takes\s+about\s+(\d+)\s+s/.exec(told)?.[1]),
      took,
    };
  } finally {
    proxy?.close();
    sandbox.kill();
  }
};

/** `export NAME=VALUE` lines as pairs, up to that name. */
const linesUntil = async (stream, last) => {
  const pairs = [];
  for await (const line of createInterface(stream)) {
    const [, name, value] = /^export (\w+)='?([^']*)'?$/.exec(line) ?? [];
    if (name !== undefined) pairs.push([name, value]);
    if (name === last) break;
  }
  return pairs;
};

/** A change that takes the account's IAM out of the policy, where 5,300 roles live: with asking IAM, and without. */
const changeTimes = async ({ kmspol, folder, rounds }) => {
  const dump = join(folder, "iam-5300.json");
  await writeFile(dump, accountDump(5300));
  const program = await bundled(fileURLToPath(new URL("many-principals.ts", import.meta.url)), folder);
  const server = spawn(process.execPath, [program, dump], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = await once(createInterface(server.stdout), "line");
    const environment = { ...JSON.parse(line), KMSPOL_STATE_DIR: join(folder, "state-of-change") };
    const narrow = join(folder, "narrow.json");
    const admin = { AWS: `arn:aws:iam::${account}:role/Admin` };
    const Statement = [{ Effect: "Allow", Principal: admin, Action: "kms:*", Resource: "*" }];
    await writeFile(narrow, JSON.stringify({ Version: "2012-10-17", Statement }));
    const put = kmspol(...["put", "alias/app", narrow, "--dry-run", "--bypass-policy-lockout-safety-check"]);
    return await sideBySide(
      [
        { name: "kmspol put without the delegation, 5,300 roles", command: put, environment },
        { name: "the same with --no-iam", command: [...put, "--no-iam"], environment },
      ],
      rounds,
    );
  } finally {
    server.stdin.end();
  }
};

/** Adds the rows. `tools`: `kmspol` (a command), `folder`, `rounds`, and `row`, `verdict`, `compare`, `memory` of bench/run.mjs. */
export const organizationRows = async ({ kmspol, folder, rounds, row, verdict, compare, memory }) => {
  const keys = Number(process.env.KMSPOL_BENCH_KEYS ?? 10_000);
  const records = Number(process.env.KMSPOL_BENCH_RECORDS ?? 1_000_000);
  const environment = { KMSPOL_STATE_DIR: join(folder, "state") };
  const limited = (what, figure, unit, limit, digits = 2) =>
    row(what, `${figure.toFixed(digits)} ${unit}`, `${limit} ${unit}`, verdict(figure, limit));

  const [from, page, trail] = ["keys.jsonl", "keys.html", "trail"].map((name) => join(folder, name));
  await writeKeys(from, keys);
  const many = keys.toLocaleString("en");
  const check = {
    name: `kmspol check --from, ${many} policies`,
    command: kmspol("check", "--from", from, "--fail-on", "never"),
    environment,
  };
  const report = {
    name: `kmspol report --from, ${many} policies`,
    command: kmspol("report", "--from", from, "--out", page),
    environment,
  };
  const streams = await sideBySide([check, report], 1);
  const aPolicy = ({ name }) => Math.min(...streams.get(name).times) / keys;
  limited(`${check.name}: a policy`, aPolicy(check), "ms", 4);
  row(`${report.name}: a policy`, `${aPolicy(report).toFixed(2)} ms`, "", "no limit");
  memory(streams, check.name, 200);
  memory(streams, report.name, 300);
  limited(`${report.name}: the page`, (await stat(page)).size / 1e6, "MB", 15, 1);
  const times = await interactionTimes(page);
  if (times) {
    limited(`${report.name}: the first interaction in Chromium`, times[0], "ms", 300, 0);
    limited(`${report.name}: the slowest of 5`, Math.max(...times), "ms", 300, 0);
  } else row(`${report.name}: an interaction in Chromium`, "no Chromium is installed", "300 ms");

  const bytes = await writeTrail(trail, records);
  const policy = join(folder, "used.json");
  await writeFile(policy, typicalPolicy(1));
  const used = {
    name: `kmspol who-can --used, ${records.toLocaleString("en")} records (gzip)`,
    command: kmspol("who-can", policy, "--key-arn", arn(0), "--used", "--trail", trail),
    environment,
  };
  const reading = await sideBySide([used], 1);
  const megabytes = bytes / 1e6;
  const speed = megabytes / (Math.min(...reading.get(used.name).times) / 1000);
  row(
    `${used.name}: JSON read`,
    `${speed.toFixed(0)} MB/s (${megabytes.toFixed(0)} MB)`,
    "25 ms a MB (40 MB/s)",
    verdict(1000 / speed, 25),
  );
  memory(reading, used.name, 200);

  const pace = await lastUsePace({ kmspol, environment });
  limited(`kmspol list --unused-for, ${pace.asked} keys: questions of KMS`, pace.rate, "a second", 5);
  row(
    "the same: seconds said before : seconds that the questions took",
    `${(pace.said / pace.took).toFixed(2)} × (${pace.said} s said, ${pace.took.toFixed(1)} s)`,
    "",
    "no limit",
  );

  const change = await changeTimes({ kmspol, folder, rounds });
  const [asking, silent] = [...change.keys()];
  compare(change, asking, silent);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-bench-"));
  const rows = [];
  const row = (what, measured, limit, holds = "not measured") =>
    rows.push([what, measured, limit && `≤ ${limit}`, holds]);
  const slack = Number(process.env.KMSPOL_BENCH_SLACK ?? 1);
  const verdict = (figure, limit) => (figure <= limit * slack ? "holds" : "OVER");
  const program = fileURLToPath(new URL("../bin/kmspol.js", import.meta.url));
  const fastest = (results, name) => Math.min(...results.get(name).times);
  await organizationRows({
    ...{ folder, rounds: Number(process.env.KMSPOL_BENCH_ROUNDS ?? 5), row, verdict },
    kmspol: (...args) => [process.execPath, program, ...args],
    compare: (results, a, b) => {
      const [one, other] = [fastest(results, a), fastest(results, b)];
      row(
        `${a} : ${b}`,
        `${(one / other).toFixed(2)} × (${one.toFixed(0)} against ${other.toFixed(0)} ms)`,
        "",
      );
    },
    memory: (results, name, limit) => {
      const { memory } = results.get(name);
      row(`${name}: memory`, `${memory.toFixed(0)} MiB`, `${limit} MiB`, verdict(memory, limit));
    },
  });
  for (const cells of rows) console.log(`| ${cells.join(" | ")} |`);
  await rm(folder, { recursive: true });
}
