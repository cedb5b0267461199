import { allowedActions, isEffectiveAllow } from "../../exposure.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, statementRule, type Draft } from "../../rule.ts";
import type { PrincipalView, StatementView } from "../../views.ts";

const uses =
  /^(Encrypt|Decrypt|ReEncrypt.*|GenerateDataKey.*|Sign|Verify|GenerateMac|VerifyMac|DeriveSharedSecret)$/;

const isPerson = ({ principal }: PrincipalView): boolean =>
  ["user", "role", "session", "federated-user"].includes(principal.kind);

/** Whoever has all actions can change the policy, destroy the key and read everything (KMS Developer Guide). */
export const fullAccessPrincipal = statementRule({
  code: "full-access-principal",
  severity: "warning",
  title: "A user or role may do everything",
  page: () => ({
    trigger: "A user or role has both PutKeyPolicy and Decrypt by one entry, mostly kms:*.",
    why: "It can change the policy, delete the key, and read everything.",
    fix: "List what an administrator needs in one statement and what a user needs in another.",
    example: '"kms:*" for role/App  =>  ["kms:Decrypt", "kms:GenerateDataKey*"] for role/App',
  }),
  run: (statement, context) => {
    if (statement.model.notPrincipal || !isEffectiveAllow(statement, context)) return undefined;
    const at = statement.actions.find(
      ({ covers }) =>
        covers.some(({ name }) => name === "PutKeyPolicy") && covers.some(({ name }) => name === "Decrypt"),
    );
    if (!at || !statement.principals.some(isPerson)) return undefined;
    return {
      at,
      message: `${quoted(at.value)} gives a user or role everything: the policy, deletion and all use of the key`,
      hint: "list what an administrator needs in one statement, and what a user needs in another",
    };
  },
});

/** Who administers a key should not use it (KMS Developer Guide, separation of duties). */
export const adminIsUser = documentRule({
  code: "admin-is-user",
  severity: "suggestion",
  title: "The same principal administers and uses the key",
  page: () => ({
    trigger: "The same user or role has one statement for administration and one for use.",
    why: "Who can change the policy should not read what the key protects.",
    fix: "Give the two to different roles.",
    example: "role/Admin in both statements  =>  role/Admin administers, role/App uses",
  }),
  run: (context) => {
    const allows = context.statements.filter(
      (statement) => !statement.model.notPrincipal && isEffectiveAllow(statement, context),
    );
    const admins = new Set(allows.filter(administersOnly).flatMap(namesOf));
    return allows.filter(usesOnly).flatMap((statement): Draft[] =>
      statement.principals
        .filter((entry) => isPerson(entry) && admins.has(entry.value))
        .map((at) => ({
          at,
          message: `${quoted(at.value)} administers the key in another statement and uses it here`,
          hint: "give administration and use to different roles",
        })),
    );
  },
});

const namesOf = ({ principals }: StatementView): string[] =>
  principals.filter(isPerson).map(({ value }) => value);

const administersOnly = (statement: StatementView): boolean => {
  const names = allowedActions(statement);
  return names.includes("PutKeyPolicy") && !names.some((name) => uses.test(name));
};

const usesOnly = (statement: StatementView): boolean => {
  const names = allowedActions(statement);
  return !names.includes("PutKeyPolicy") && names.some((name) => uses.test(name));
};
