import { dirname, relative, resolve, sep } from "node:path";
import type { Acceptance, AcceptanceProblem } from "../../check/acceptance.ts";
import { readConfig } from "../../check/config.ts";
import { matchesGlob } from "../../check/glob.ts";
import { UsageError } from "../../errors.ts";
import { parsePolicyText } from "../../policy/document.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { PolicyFiles } from "../../ports.ts";

export const configName = ".kmspolrc.json";

/**
 * What `explicit`, or else the nearest `.kmspolrc.json` above a file, accepts for it. A file that nobody should go by is
 * not used, and named to `note`. Throws UsageError (`bad-config`), and what reading throws.
 */
export const configuredAcceptances = async (
  files: PolicyFiles,
  path: string,
  { explicit, note }: { readonly explicit?: string | undefined; readonly note: (text: string) => void },
): Promise<readonly Acceptance[]> => {
  const found =
    explicit === undefined
      ? await files.findUpwards(path, configName)
      : { path: explicit, text: await files.read(explicit) };
  if (!found) return [];
  if ("unused" in found) {
    note(`${found.path} is not used: ${found.unused}; --config takes it all the same`);
    return [];
  }
  const accepted = parseConfig(found);
  const place = relative(dirname(resolve(found.path)), resolve(path))
    .split(sep)
    .join("/");
  return accepted.filter(
    ({ files: globs }) => globs === undefined || globs.some((glob) => matchesGlob(place, glob)),
  );
};

const parseConfig = ({
  path,
  text,
}: {
  readonly path: string;
  readonly text: string;
}): readonly Acceptance[] => {
  const { problems: broken } = parsePolicyText(text, "json");
  const [first] = broken;
  if (first) {
    const { line, column } = positionAt(text, first.start);
    throw badConfig(path, { where: `line ${line}, column ${column}`, message: first.message });
  }
  const { accepted, problems } = readConfig(JSON.parse(text));
  if (problems[0]) throw badConfig(path, problems[0]);
  return accepted;
};

/** One sentence for a configuration, or a comment in a policy, that accepts nothing as it stands. */
export const badConfig = (path: string, { where, message }: AcceptanceProblem): UsageError =>
  new UsageError("bad-config", `${path} at ${where}: ${message}`, {
    hint: 'an accepted finding is { "code": "grant-unrestricted", "reason": "why" }, with files or sid where it is to hold',
  });
