import type { AccessChange } from "../access/types.ts";
import type { Finding } from "../check/finding.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { partitionOf } from "../policy/same-document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { deniesIn, findingKeysIn, principalOf, statementOf, type FindingKeys } from "./finding-keys.ts";
import { givesGained, hidingOpenings, type Judged, type Opening } from "./openings.ts";

/** The findings of one text, and the text. */
export interface Found {
  readonly document: PolicyDocument;
  readonly findings: readonly Finding[];
}

/** What else is known of a change. */
interface Known {
  readonly openings?: readonly Opening[];
  /** The words of each forbidden access that it brings; without them such a finding is judged by its place, as any other. */
  readonly forbidden?: ReadonlySet<string>;
}

/**
 * Marks each finding of the new text: was it there before? Statements move, grow, are split and renamed, so places do not count: a
 * finding is old where the old text has one of the same code on the same thing. A security finding in a statement that gives what
 * somebody gains is only old where the whole statement is the same: a wider statement with an old fault is a new exposure. One about a
 * principal of the statement is about nobody else's gain. Where nobody gains anything there is none. So is what `openings` tell of an old statement, which a Deny kept closed until now, where no new finding
 * speaks of it.
 * What the configuration forbids is new where `forbidden` has its words: where the change gives what was not given so before.
 * A code in `inherent` is what the verb was asked for and never counts as introduced: what is new of it is marked `asked`.
 */
export const markIntroduced = (
  before: Found,
  after: Found,
  access: AccessChange,
  inherent: readonly string[],
  { openings = [], forbidden }: Known = {},
): readonly Finding[] => {
  const partition = partitionOf(before.document, after.document);
  const { statements } = readPolicy(after.document);
  const keysOf = findingKeysIn(after.document, partition);
  const seen = after.findings.map((finding) => ({
    finding,
    keys: keysOf(finding),
    statement: statements[statementOf(finding) ?? -1],
  }));
  const isWider = ({ finding, statement }: (typeof seen)[number]): boolean => {
    const entry = principalOf(finding, after.document);
    const about = statement && entry ? { ...statement, principals: [entry] } : statement;
    return finding.severity === "security" && givesGained(about, access);
  };
  const old = oldFindings(before, partition);
  // The surest first, of all of them: none takes what is known again better in another.
  const known = new Set(seen.filter(({ keys }) => old.take("inSameStatement", keys.inSameStatement)));
  // Where the same is denied as before, an old statement gives nobody more than it did.
  const isDeniedAlike = deniesIn(before.document, partition) === deniesIn(after.document, partition);
  const idle = new Set(isDeniedAlike ? [...known].map(({ finding }) => finding) : []);
  for (const one of seen)
    if (!known.has(one) && !isWider(one) && old.take("onSameThing", one.keys.onSameThing)) known.add(one);
  const nobodyGains = access.gained.length === 0 && (access.future?.gained.length ?? 0) === 0;
  const judged = seen.map((one): Judged => {
    const { finding, statement } = one;
    if (forbidden && finding.code === "forbidden-access")
      return { finding, statement, isNew: forbidden.has(finding.message) };
    const again = nobodyGains && finding.severity === "security" && old.had(finding.code);
    return { finding, statement, isNew: !known.has(one) && !again };
  });
  const hiding = hidingOpenings(judged, openings, idle);
  return judged.map(({ finding, isNew }) => {
    const introduced = isNew || hiding.has(finding);
    const asked = introduced && inherent.includes(finding.code);
    return { ...finding, introduced: introduced && !asked, ...(asked && { asked }) };
  });
};

type KeyName = keyof FindingKeys;

/** The findings of the old text, each of which is known again in one of the new text. */
const oldFindings = ({ document, findings }: Found, partition: string) => {
  const keysOf = findingKeysIn(document, partition);
  const left = findings.map((finding) => ({ code: finding.code, keys: keysOf(finding), taken: false }));
  return {
    take: (name: KeyName, key: string): boolean => {
      const found = left.find(({ keys, taken }) => !taken && keys[name] === key);
      if (found) found.taken = true;
      return found !== undefined;
    },
    had: (code: string): boolean => left.some((one) => one.code === code),
  };
};
