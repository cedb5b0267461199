import { principalOfWord } from "../access/principal-word.ts";
import { parsePrincipal, type Principal } from "../policy/principal.ts";
import { isOpaquePrincipal, unveil } from "../policy/symbols.ts";
import { listWords } from "./action-words.ts";
import { escapeLine } from "./escape.ts";

/**
 * A principal word of the contract (an ARN, `account:…`, `anyone`, …) as a person says it, escaped. What belongs to
 * `account`, the key's own, is named without it: `role/App`; what does not says so: `role/App of 444455556666`.
 */
export const principalWords = (word: string, account: string | undefined): string => {
  const role = principalOfWord(word);
  if (role !== word) return `${principalWords(role, account)} (other sessions)`;
  const name = unveil(word);
  if (isOpaquePrincipal(word) || (name.startsWith("${") && name !== word)) return escapeLine(name);
  const [kind, rest] = splitWord(word);
  const text = escapeLine(rest);
  const whose = rest.startsWith(account ?? "-")
    ? "this account"
    : `account ${text.replace(/ \(others\)$/, "")}`;
  if (word === "anyone") return "anyone in any other account";
  if (kind === "root-user") return `the root user of ${whose}`;
  if (kind === "account") return rest.endsWith(" (others)") ? `anyone else in ${whose}` : whose;
  if (word === "service:any") return "any AWS service";
  if (kind === "service") return `the service ${text}`;
  return namedWords(parsePrincipal("AWS", word), word, account);
};

/** Whom a line of access is about: as `principalWords`, with whom "any AWS service" and "anyone" do not take in. */
export const subjectWords = (
  { principal, except }: { readonly principal: string; readonly except?: readonly string[] | undefined },
  account: string | undefined,
): string => `${principalWords(principal, account)}${exceptWords(except)}`;

/** Who is left out, to be said behind the name: ` but s3.amazonaws.com`; empty where nobody is. */
export const exceptWords = (except: readonly string[] = []): string =>
  except.length === 0
    ? ""
    : ` but ${listWords(
        except.map((word) => escapeLine(splitWord(word)[1])),
        mostLeftOut,
      )}`;

/** So many are named that a line leaves out before the rest is counted. */
const mostLeftOut = 3;

const splitWord = (word: string): readonly [kind: string, rest: string] => {
  const colon = word.indexOf(":");
  const kind = word.slice(0, Math.max(0, colon));
  return kind === "account" || kind === "root-user" || kind === "service"
    ? [kind, word.slice(colon + 1)]
    : ["", word];
};

const namedWords = (principal: Principal, word: string, account: string | undefined): string => {
  const of = (owner: string) => (owner === account ? "" : ` of ${unveil(owner)}`);
  switch (principal.kind) {
    case "user":
    case "role":
      return escapeLine(`${principal.kind}${principal.path}${principal.name}`) + of(principal.account);
    case "session":
      return `session ${escapeLine(`${principal.session} of role/${principal.role}`)}${of(principal.account)}`;
    case "federated-user":
      return `federated user ${escapeLine(principal.name)}${of(principal.account)}`;
    case "unique-id":
      return `the deleted ${principal.of} ${escapeLine(principal.id)}`;
    case "account":
      return principal.account === account ? "this account" : `account ${unveil(principal.account)}`;
    default:
      return escapeLine(word);
  }
};
