import { UsageError } from "../errors.ts";
import { entriesOf, type PlainObject, textOf } from "./plain-json.ts";

/** What the data says of one user or role. */
interface Detail {
  readonly arn: string;
  readonly detail: PlainObject;
}

/**
 * The entries of UserDetailList or RoleDetailList (IAM API Reference, GetAccountAuthorizationDetails), each once. Throws UsageError
 * `bad-iam-data` for an entry of which it cannot be told who it is or which tags it bears, and for two entries of one principal that differ:
 * left out, somebody with access would be told as nobody. Nothing of the data is quoted.
 */
export const detailsOf = (answer: PlainObject, list: string): readonly Detail[] => {
  const known = new Map<string, Detail>();
  for (const [place, detail] of entriesOf(answer[list]).entries()) {
    const arn = textOf(detail, "Arn");
    if (!detail || arn === undefined) throw damaged(list, place, "has no Arn");
    if (entriesOf(detail["Tags"]).includes(undefined))
      throw damaged(list, place, "has Tags that are no tags");
    const before = known.get(arn);
    if (before && JSON.stringify(before.detail) !== JSON.stringify(detail))
      throw damaged(list, place, "is of somebody of whom an earlier entry says something else");
    known.set(arn, { arn, detail });
  }
  return [...known.values()];
};

const damaged = (list: string, place: number, what: string): UsageError =>
  new UsageError("bad-iam-data", `entry ${place + 1} of ${list} ${what}`, {
    hint: "aws iam get-account-authorization-details > iam.json, given as it is",
  });
