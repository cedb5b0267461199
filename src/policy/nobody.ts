import type { Policy } from "./model.ts";
import { type MalformedPrincipal, parsePrincipal } from "./principal.ts";

/** An entry of a Principal that names nobody, and why: KMS takes no policy with it. */
export interface NobodyNamed {
  /** As written; under another key than `AWS` with that key before it. */
  readonly text: string;
  readonly because: MalformedPrincipal;
}

/** The entries of all statements that name nobody, once each, in the order of the text (IAM User Guide, "JSON policy elements: Principal"). */
export const nobodyNamedIn = ({ statements }: Policy): readonly NobodyNamed[] => {
  const found = new Map<string, NobodyNamed>();
  for (const { principals } of statements)
    for (const { type, value } of principals) {
      const principal = parsePrincipal(type, value);
      if (principal.kind !== "malformed") continue;
      const text = type === "AWS" ? value : `${type} ${value}`;
      found.set(text, { text, because: principal.because });
    }
  return [...found.values()];
};

/** Whether an entry under `AWS` names nobody. */
export const isNobody = (value: string): boolean => parsePrincipal("AWS", value).kind === "malformed";

/** Who is certainly nobody, whatever was meant: of all others `who-can` has a row that says it is not decided who that is. */
export const certainlyNobody = ({ text, because }: NobodyNamed): boolean =>
  because === "reserved-role-path" ||
  because === "invalid-principal-key" ||
  /^(?:Federated|CanonicalUser) /.test(text);

/** Why an entry names nobody, in a few words. */
export const whyNobody = ({ because }: NobodyNamed): string => words[because];

const words: Readonly<Record<MalformedPrincipal, string>> = {
  "group-principal": "a group is never a principal",
  "iam-only-arn": "it is no user, role or session",
  "wildcard-in-principal": "a principal holds no wildcard",
  "invalid-account-id": "an account id is 12 digits",
  "malformed-principal-arn": "it is no ARN of an account, user, role or session",
  "federated-principal": "an identity provider is no principal of a key policy",
  "canonical-user-principal": "canonical user ids are for S3 alone",
  "invalid-service-principal": "it is no service's name",
  "invalid-principal-key": "there is no such kind of principal",
  "reserved-role-path": "it lacks the path of a role that AWS creates",
};
