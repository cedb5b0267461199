import { kmsActionNamed, kmsActions, type KmsAction } from "../policy/kms-actions.ts";

/** Whether a text holds a wildcard of the policy language. */
export const hasWildcard = (text: string): boolean => /[*?]/.test(text);

/** Whether a pattern of `*` (any run) and `?` (one character) covers the whole text; case counts. Linear in practice. */
export const globMatches = (pattern: string, text: string): boolean => {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (pattern[p] === "?" || (p < pattern.length && pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
};

const folded = kmsActions.map((action) => ({ action, name: action.name.toLowerCase() }));

// The same few entries stand in statement after statement.
const covered = new Map<string, readonly KmsAction[]>();
const mostKept = 1000;

/**
 * The KMS actions that an entry of Action covers, those without effect in a key policy included. Case does not matter;
 * `"*"` covers all (Service Authorization Reference).
 */
export const actionsCovered = (entry: string): readonly KmsAction[] => {
  const known = covered.get(entry);
  if (known) return known;
  if (covered.size >= mostKept) covered.clear();
  const actions = findCovered(entry);
  covered.set(entry, actions);
  return actions;
};

/** Whether an entry is every action of every service: without a colon nothing else matches anything (IAM User Guide, "Action"). */
export const isEveryAction = (entry: string): boolean => /^\*+$/.test(entry);

const findCovered = (entry: string): readonly KmsAction[] => {
  if (isEveryAction(entry)) return kmsActions;
  const colon = entry.indexOf(":");
  if (colon < 0 || !globMatches(entry.slice(0, colon).toLowerCase(), "kms")) return [];
  const name = entry.slice(colon + 1).toLowerCase();
  if (name === "*") return kmsActions;
  if (!hasWildcard(name)) {
    const action = kmsActionNamed(name);
    return action ? [action] : [];
  }
  return folded.filter((row) => globMatches(name, row.name)).map((row) => row.action);
};
