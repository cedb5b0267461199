import { type Acceptance, type AcceptanceProblem, type Acceptances, problemWith } from "./acceptance.ts";
import { problemWithGlob } from "./glob.ts";
import { nearest } from "./nearest.ts";

const settings = ["$schema", "accept"];
const fields = ["code", "reason", "files", "sid"];

/**
 * Reads a `.kmspolrc.json`: `{ "accept": [{ "code", "reason", "files"?, "sid"? }] }`. `files` is a glob or a list of
 * globs, from the folder of the configuration. What is wrong is in `problems`, never thrown.
 */
export const readConfig = (value: unknown): Acceptances => {
  if (!isObject(value)) return wrong("/", "the configuration is no object");
  const unknown = Object.keys(value).find((name) => !settings.includes(name));
  if (unknown !== undefined) {
    return wrong(`/${unknown}`, `there is no setting "${unknown}"${meant(unknown, settings)}`);
  }
  const list = value["accept"] ?? [];
  if (!Array.isArray(list)) return wrong("/accept", "accept is no list");
  const read = list.map((entry: unknown, index) => readEntry(entry, `/accept/${index}`));
  return {
    accepted: read.flatMap(({ accepted }) => accepted),
    problems: read.flatMap(({ problems }) => problems),
  };
};

const meant = (word: string, names: readonly string[]): string => {
  const near = nearest(word, names);
  return near === undefined ? "" : `; did you mean "${near}"?`;
};

const wrong = (where: string, message: string): Acceptances => ({
  accepted: [],
  problems: [{ where, message }],
});

const readEntry = (entry: unknown, where: string): Acceptances => {
  if (!isObject(entry)) return wrong(where, "an accepted finding is an object with code and reason");
  const problems: AcceptanceProblem[] = [];
  const text = (name: string): string => (typeof entry[name] === "string" ? entry[name] : "");
  for (const name of Object.keys(entry)) {
    if (!fields.includes(name)) {
      const message = `an accepted finding has no "${name}"${meant(name, fields)}`;
      problems.push({ where: `${where}/${name}`, message });
    }
  }
  const problem = problemWith(text("code"), text("reason"));
  if (problem !== undefined) problems.push({ where, message: problem });
  const files = filesOf(entry["files"]);
  const problemOfFiles =
    files === "wrong" ? "files is a glob or a list of globs" : files?.map(problemWithGlob).find(isText);
  if (problemOfFiles !== undefined) problems.push({ where: `${where}/files`, message: problemOfFiles });
  if (entry["sid"] !== undefined && typeof entry["sid"] !== "string") {
    problems.push({ where: `${where}/sid`, message: "sid is a text" });
  }
  if (problems.length > 0 || files === "wrong") return { accepted: [], problems };
  const acceptance: Acceptance = {
    code: text("code"),
    reason: text("reason"),
    ...(files !== undefined && { files }),
    ...(typeof entry["sid"] === "string" && { sid: entry["sid"] }),
  };
  return { accepted: [acceptance], problems: [] };
};

const filesOf = (value: unknown): readonly string[] | undefined | "wrong" => {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === "string") ? list : "wrong";
};

const isText = (value: string | undefined): value is string => value !== undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
