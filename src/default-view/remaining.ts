import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn, overlaps } from "./action-set.ts";
import { names } from "./holdings.ts";
import { isForSet, setsIn } from "./limits/permission-sets.ts";
import { roleNames } from "./limits/only-role.ts";
import type { Operand } from "./operand.ts";
import { placeOf } from "./place.ts";
import { appliesToKey } from "./recognise.ts";
import { standingNotes } from "./standing-notes.ts";
import type { Taking } from "./take.ts";

/** What the principals may still do of the role after a removal, and through which statement: one sentence each. */
export const remainingNotes = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): readonly string[] => {
  const notes = readPolicy(document)
    .statements.filter(({ effect, inert }) => effect === "Allow" && inert === undefined)
    .filter((statement) => appliesToKey(statement, facts))
    .flatMap((statement) => {
      const place = placeOf(document, statement.index);
      return operands.flatMap((operand) => {
        const why = whyStill(statement, operand, taking);
        return why === undefined ? [] : [`${why} through ${place}.`];
      });
    });
  return [...new Set([...notes, ...standingNotes(document, operands, taking, facts)])];
};

const whyStill = (statement: Statement, operand: Operand, taking: Taking): string | undefined => {
  const given = actionsIn(statement);
  if (taking.what === "use of the key" && names(statement, operand) && given.has("kms:CreateGrant")) {
    return `${operand.arn} keeps kms:CreateGrant, with which it can give use of the key to anyone,`;
  }
  if (names(statement, operand) && !overlaps(given, taking.core(statement))) {
    const [, action = "", does = ""] =
      reEncryption.find(([what, kept]) => what === taking.what && given.has(kept)) ?? [];
    return action === "" ? undefined : `${operand.arn} keeps ${action}, with which ${does},`;
  }
  if (!overlaps(given, taking.core(statement))) return undefined;
  if (namesSessionOf(statement, operand)) return `A session of ${operand.arn} keeps ${taking.what}`;
  if (!namesAccountOf(statement, operand) || isForOtherSets(statement, operand)) return undefined;
  return `IAM policies of account ${operand.account ?? ""} can still give ${taking.what}`;
};

// ReEncrypt decrypts with one key and encrypts with another, inside KMS (KMS API, "ReEncrypt").
const reEncryption: readonly (readonly [what: string, action: string, does: string])[] = [
  [roleNames.decrypt, "kms:ReEncryptFrom", "it can have what the key encrypted put under another key"],
  [roleNames.encrypt, "kms:ReEncryptTo", "it can have what another key encrypted put under this one"],
];

const namesSessionOf = ({ principals }: Statement, operand: Operand): boolean =>
  operand.kind === "role" &&
  principals.some(({ type, value }) => {
    const principal = parsePrincipal(type, value);
    return (
      principal.kind === "session" &&
      principal.account === operand.account &&
      operand.arn.endsWith(`/${principal.role}`)
    );
  });

/** A statement that lets in permission sets of the account is none for its other principals. */
const isForOtherSets = (statement: Statement, operand: Operand): boolean =>
  setsIn(statement).length > 0 && !isForSet(statement, operand);

const namesAccountOf = ({ principals }: Statement, operand: Operand): boolean =>
  operand.kind !== "account" &&
  principals.some(({ type, value }) => {
    const principal = parsePrincipal(type, value);
    return principal.kind === "account" && principal.account === operand.account;
  });
