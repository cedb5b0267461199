import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { policyFiles } from "../../src/adapters/policy-file.ts";
import { KmspolError } from "../../src/errors.ts";

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), "kmspol-file-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
};

/** Code and message of the error, the folder's name left out. */
const failure = async (work: Promise<unknown>, where: string): Promise<string> => {
  const error: unknown = await work.catch((caught: unknown) => caught);
  if (!(error instanceof KmspolError)) throw new Error(`no error of ours: ${String(error)}`);
  return `${error.code} ${error.exit}: ${error.message.replaceAll(where, "")}`;
};

test("a text is read as it is: line ends, byte order mark and all", async () => {
  const where = await folder();
  await writeFile(join(where, "p.json"), "\ufeff{\r\n}\r\n");
  expect(await policyFiles.read(join(where, "p.json"))).toBe("\ufeff{\r\n}\r\n");
});

test.each<[string, (file: string) => Promise<unknown>, string]>([
  ["no file", () => Promise.resolve(), "file-unreadable 2: /p.json cannot be read: there is no such file"],
  ["a folder", (file) => mkdir(file), "file-unreadable 2: /p.json cannot be read: it is a folder"],
  [
    "bytes that are no UTF-8",
    (file) => writeFile(file, Buffer.from('{\n  "é": "\xff"\n}', "latin1")),
    "invalid-utf-8 2: /p.json is not valid UTF-8 at line 2, column 4",
  ],
  [
    "a text cut in the middle of a character",
    (file) => writeFile(file, Buffer.from([0x7b, 0x0a, 0xe2, 0x82])),
    "invalid-utf-8 2: /p.json is not valid UTF-8 at line 2, column 1",
  ],
  [
    "far too much",
    (file) => writeFile(file, "x".repeat(1024 * 1024 + 1)),
    "input-too-large 2: /p.json is larger than 1 MiB, far more than any key policy",
  ],
])("reading %s", async (_, prepare, words) => {
  const where = await folder();
  await prepare(join(where, "p.json"));
  expect(await failure(policyFiles.read(join(where, "p.json")), where)).toBe(words);
});

test.each<[string, (file: string) => Promise<unknown>, string]>([
  [
    "nothing there",
    () => Promise.resolve(),
    "check the path; a key is named by alias/NAME, its id or its ARN",
  ],
  ["a folder", (file) => mkdir(file), "name a file in it; kmspol check takes a whole folder"],
  [
    "far too much",
    (file) => writeFile(file, "x".repeat(2 ** 20 + 1)),
    "a key policy has at most 32,768 bytes",
  ],
  ["no UTF-8", (file) => writeFile(file, Buffer.from([0x7b, 0xff])), "save it as UTF-8"],
])("what to do where reading met %s", async (_, prepare, hint) => {
  const file = join(await folder(), "p.json");
  await prepare(file);
  await expect(policyFiles.read(file)).rejects.toMatchObject({ hint });
});

test("replacing keeps the mode", async () => {
  const where = await folder();
  const file = join(where, "p.json");
  await writeFile(file, "old");
  await chmod(file, 0o640);
  await policyFiles.replace(file, "new\r\n");
  expect(await readFile(file, "utf8")).toBe("new\r\n");
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(where)).toEqual(["p.json"]);
});

test("replacing writes through a symlink, which stays one", async () => {
  const where = await folder();
  await mkdir(join(where, "real"));
  await writeFile(join(where, "real", "p.json"), "old");
  await symlink(join("real", "p.json"), join(where, "link.json"));
  await policyFiles.replace(join(where, "link.json"), "new");
  expect((await lstat(join(where, "link.json"))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(where, "real", "p.json"), "utf8")).toBe("new");
});

test("replacing keeps the owner: any for root, one's own for others", async () => {
  const where = await folder();
  const file = join(where, "p.json");
  await writeFile(file, "old");
  const isRoot = process.getuid?.() === 0;
  const before = await stat(file);
  const owner = isRoot ? { uid: 1234, gid: 5678 } : { uid: before.uid, gid: before.gid };
  await chown(file, owner.uid, owner.gid);
  await policyFiles.replace(file, "new");
  expect(await stat(file)).toMatchObject(owner);
});

test("where no file can be made, the old one is untouched", async () => {
  const where = await folder();
  await writeFile(join(where, "in-the-way"), "");
  const file = join(where, "in-the-way", "p.json");
  expect(await failure(policyFiles.replace(file, "new"), where)).toBe(
    "file-unwritable 2: /in-the-way/p.json cannot be written: a part of the path is no folder",
  );
});

test("a text is saved to a new file only, readable by its owner only", async () => {
  const where = await folder();
  const file = join(where, "p.json");
  await policyFiles.create(file, "first");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await failure(policyFiles.create(file, "second"), where)).toBe(
    "file-unwritable 2: /p.json cannot be written: the file exists already",
  );
  expect(await readFile(file, "utf8")).toBe("first");
});

test("what a document names beside it is read, or it is told why not", async () => {
  const where = await folder();
  await writeFile(join(where, "p.json"), "{}");
  await writeFile(join(where, "large.json"), "x".repeat(1024 * 1024 + 1));
  await writeFile(join(where, "latin.json"), Buffer.from([0x7b, 0xff]));
  const beside = (name: string) => policyFiles.readBeside(join(where, "main.yaml"), name);
  expect(await beside("p.json")).toEqual({ text: "{}" });
  expect(await beside("large.json")).toEqual({ unread: "is larger than any key policy" });
  expect(await beside("latin.json")).toEqual({ unread: "cannot be read" });
  expect(await beside("none.json")).toEqual({ unread: "is not there" });
});

test("as much is read as may be, and an empty file is an empty text", async () => {
  const where = await folder();
  await writeFile(join(where, "p.json"), "12345");
  await writeFile(join(where, "none.json"), "");
  expect(await policyFiles.read(join(where, "p.json"), 5)).toBe("12345");
  await expect(policyFiles.read(join(where, "p.json"), 4)).rejects.toMatchObject({ code: "input-too-large" });
  expect(await policyFiles.read(join(where, "none.json"))).toBe("");
});

test("a ZIP file is told apart from a text by how it begins", async () => {
  const where = await folder();
  await writeFile(join(where, "plan"), Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xff]));
  await writeFile(join(where, "text"), "PK\u0003 is no archive");
  expect(await policyFiles.read(join(where, "plan"))).toBe("PK\u0003\u0004");
  expect(await policyFiles.read(join(where, "text"))).toBe("PK\u0003 is no archive");
});

test("lines are read one by one, and a file that is not there says so", async () => {
  const where = await folder();
  await writeFile(join(where, "keys.txt"), "a\nb");
  const lines: unknown[] = [];
  for await (const line of policyFiles.lines(join(where, "keys.txt"))) lines.push(line);
  expect(lines).toMatchObject([{ text: "a" }, { text: "b" }]);
  const gone = policyFiles.lines(join(where, "gone.txt"))[Symbol.asyncIterator]();
  await expect(gone.next()).rejects.toMatchObject({ code: "file-unreadable" });
});
