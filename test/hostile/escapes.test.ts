import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { escapeLine } from "../../src/render/escape.ts";
import { sample } from "../support/long-form.ts";
import { withStatements } from "../support/written-policy.ts";

// What steers a terminal, in every string that comes from AWS: it may be shown spelled out, and never as it is.

const bytes = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));

const sequences = [
  ...[
    "[31m",
    "[0m",
    "[2J",
    "[3J",
    "[H",
    "[1;1H",
    "[?25l",
    "[?1049h",
    "[?2004l",
    "[6n",
    "[c",
    "[5i",
    "[4i",
    "[8m",
  ],
  ...[
    ...[
      "[?1h",
      "[?3h",
      "[?5h",
      "[?6h",
      "[?7l",
      "[?47h",
      "[?69h",
      "[?1002h",
      "[?1003h",
      "[?1006h",
      "[?2026h",
      "[4h",
    ],
    ...["[20h", "[1q", "[5 q", "[1;2r", "[1T", "[1S", "[1@", "[1M", "[1X", "[1b", "[3g", "[1i"],
    "[s",
    "[u",
    "[1A",
    "[1000D",
    "[K",
    "[1P",
    "[1L",
    "[r",
    "[?1000h",
    "[?9001h",
    "[>c",
    "[!p",
    "[18t",
    "[21t",
  ],
  ...[
    "]0;title\u0007",
    "]2;title\u001b\\",
    "]52;c;cm0gLXJmIC8=\u0007",
    "]8;;http://evil.example\u0007here\u001b]8;;\u0007",
  ],
  ...[
    "]4;1;?\u0007",
    "]10;?\u0007",
    "]1337;File=:AAAA\u0007",
    "]7;file:///\u0007",
    "]9;note\u0007",
    "]777;notify;a;b\u0007",
  ],
  ...[
    "]133;A\u0007",
    "]104\u0007",
    'P$q"p\u001b\\',
    "P+q544e\u001b\\",
    "Pq#0;2;0;0;0\u001b\\",
    "_Gf=32;AAAA\u001b\\",
  ],
  ...[
    "^privacy\u001b\\",
    "Xstring\u001b\\",
    "c",
    "7",
    "8",
    "D",
    "E",
    "M",
    "H",
    "Z",
    "=",
    ">",
    "N",
    "O",
    "(0",
    ")B",
    "#8",
  ],
  ...[" F", "%G", "%@", "l", "m", "n", "o", "|", "}", "~"],
].map((rest) => `\u001b${rest}`);

const c1 = ["31m", "2J", "H", "6n"].map((rest) => `\u009b${rest}`);
const c1Strings = ["\u009d0;title\u009c", "\u0090q\u009c", "\u009fG\u009c", "\u009ep\u009c", "\u0098s\u009c"];

const bidirectional = Array.from("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");
const invisible = [
  ...Array.from(
    "\u00ad\u180e\u200b\u200c\u200d\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u206a\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffb",
  ),
  "\u{e0001}",
  "\u{e0041}",
  "\u{e007f}",
];

const kinds = {
  controls: [...bytes(0x00, 0x1f), ...bytes(0x7f, 0x9f)],
  sequences,
  c1,
  c1Strings,
  bidirectional,
  invisible,
  overwritten: ["\rkmspol: changed and verified", "\b\b\b\bok", "a\r\nb", "\u001b\u001b[31m"],
};
const payloads = Object.values(kinds).flat();

test("there are at least 200 of them", () => expect(new Set(payloads).size).toBeGreaterThanOrEqual(200));

test("each of them is spelled out", () => {
  for (const payload of payloads)
    expect(escapeLine(`a${payload}b`), JSON.stringify(payload)).not.toMatch(steering);
});

/** What no output of kmspol may hold, line ends aside. */
const steering =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;

const state = async () => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const expectClean = async (
  machine: Parameters<typeof within>[0],
  lines: readonly (readonly string[])[],
  about: string,
) => {
  for (const args of lines) {
    const { stdout, stderr } = await within(machine, args);
    expect(stdout + stderr, `${args.join(" ")}: ${about}`).not.toMatch(steering);
    expect(stderr).not.toMatch(/this is a bug/);
  }
};

const allTens = Array.from({ length: Math.ceil(payloads.length / 10) }, (_, i) =>
  payloads.slice(i * 10, i * 10 + 10),
);
/** All of them are escaped in one place: which strings come by it, one ten of each kind shows. */
const tens = sample(allTens, 3, (ten) =>
  Object.entries(kinds).flatMap(([kind, ones]) => (ten.some((one) => ones.includes(one)) ? [kind] : [])),
);

/** Ten payloads, in each string that a policy can hold. */
const policyWith = (ten: readonly string[], policy: string): string => {
  const at = (i: number) => ten[i % ten.length] ?? "";
  const base = { ...(JSON.parse(policy) as object), Id: `id${at(9)}` };
  return withStatements(JSON.stringify(base), {
    Sid: `sid${at(0)}`,
    Effect: "Allow",
    Principal: {
      AWS: [`arn:aws:iam::111122223333:role/a${at(1)}`, `AIDA${at(2)}`, `nonsense${at(3)}`],
      Service: `logs${at(4)}.amazonaws.com`,
    },
    Action: ["kms:Decrypt", `kms:De${at(5)}`],
    Resource: `arn${at(6)}`,
    Condition: {
      StringEquals: { [`aws:PrincipalTag/${at(7)}`]: `value${at(8)}`, "kms:ViaService": [at(9), at(0)] },
    },
    [`Extra${at(1)}`]: at(2),
  });
};

test.each(tens.map((ten, i) => [i, ten] as const))("in a policy, ten by ten: %i", async (_, ten) => {
  const [sandbox, folder] = [await sandboxForTest(), await state()];
  const policy = policyWith(ten, sandbox.policyOf("alias/app"));
  sandbox.setPolicy("alias/app", policy);
  const file = join(folder, "policy.json");
  await writeFile(file, policy);
  await expectClean(
    { state: join(folder, "state"), sandbox },
    [
      ["show", "alias/app"],
      ["check", "alias/app", "--fail-on", "never"],
      ["who-can", "alias/app", "kms:Decrypt"],
      ["diff", "alias/legacy", "alias/app"],
      ["add-user", "alias/app", "role/service/Backup", "--dry-run"],
      ["put", "alias/legacy", file, "--yes"],
      ["show", file],
    ],
    JSON.stringify(ten),
  );
});

/** An endpoint that puts one payload after another into the strings of its answers that are no policy; or fails with all. */
const hostile = async (real: Sandbox, ten: readonly string[], fails: boolean): Promise<Sandbox> => {
  let count = 0;
  const next = () => ten[count++ % ten.length] ?? "";
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void answer(
        real,
        request.url ?? "/",
        request.headers as Record<string, string>,
        Buffer.concat(chunks),
      ).then(({ status, type, text }) => {
        const isJson = type.includes("json") && !text.includes('"Policy"');
        response.writeHead(fails && isJson ? 400 : status, { "content-type": type });
        const error = { __type: `Odd${ten[0] ?? ""}Exception`, message: `no: ${ten.join(" ")}` };
        response.end(
          !isJson ? text : JSON.stringify(fails ? error : spoilt(JSON.parse(text) as unknown, next)),
        );
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...real, url, environment: { ...real.environment, AWS_ENDPOINT_URL: url } };
};

const answer = async (real: Sandbox, path: string, headers: Record<string, string>, body: Buffer) => {
  const own = new Set(["host", "content-length", "connection"]);
  const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name)));
  const reply = await fetch(real.url + path, { method: "POST", headers: rest, body: new Uint8Array(body) });
  return {
    status: reply.status,
    type: reply.headers.get("content-type") ?? "",
    text: await reply.text(),
  };
};

const spoiltMembers = new Set([
  "Description",
  "AliasName",
  "TagKey",
  "TagValue",
  "Name",
  "GranteePrincipal",
  "message",
]);
const spoiltToo = new Set([
  "KeyState",
  "KeySpec",
  "CustomerMasterKeySpec",
  "KeyUsage",
  "Origin",
  "RetiringPrincipal",
]);

const spoilt = (value: unknown, next: () => string, name = ""): unknown => {
  if (Array.isArray(value)) return value.map((item) => spoilt(item, next, name));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoilt(item, next, key)]));
  }
  return typeof value === "string" && (spoiltMembers.has(name) || spoiltToo.has(name))
    ? value + next()
    : value;
};

test("in aliases, descriptions, states, tags and grants", async () => {
  const [sandbox, folder] = [await sandboxForTest(), await state()];
  for (const ten of tens) {
    const machine = { state: folder, sandbox: await hostile(sandbox, ten, false) };
    await expectClean(machine, [["list"], ["show", "alias/app", "--grants"]], JSON.stringify(ten));
  }
});

test("in the names and messages of errors: one sentence, one hint", async () => {
  const [sandbox, folder] = [await sandboxForTest(), await state()];
  for (const ten of tens) {
    const machine = { state: folder, sandbox: await hostile(sandbox, ten, true) };
    await expectClean(machine, [["show", "alias/app"], ["list"]], JSON.stringify(ten));
    const { stderr } = await within(machine, ["get", "alias/app"]);
    for (const line of stderr.trimEnd().split("\n")) expect(line).toMatch(/^(kmspol|hint): /);
  }
});
