import { fixedParts, isAnotherAccount } from "../../../policy/symbols.ts";
import { isEffectiveAllow } from "../../exposure.ts";
import { normalPrincipal } from "../../normal-principal.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";
import { isExternal } from "../../star-or-own.ts";
import type { PrincipalView, StatementView } from "../../views.ts";

const allows = (context: CheckContext, name: string): readonly StatementView[] =>
  context.statements.filter((statement) => statement.names.has(name) && isEffectiveAllow(statement, context));

/** Whether an Allow may give it, to the account or to somebody who is filled in before the policy is put. */
const mayAllow = (context: CheckContext, name: string): boolean =>
  context.statements.some(
    (statement) =>
      (statement.names.has(name) || statement.perhaps.has(name)) &&
      isEffectiveAllow(statement, context) &&
      (statement.model.notPrincipal ||
        statement.principals.some((entry) => ofAccount(entry, context) || isOpen(entry))),
  );

const isOpen = ({ value }: PrincipalView): boolean =>
  fixedParts(value) !== undefined && !isAnotherAccount(value);

const ofAccount = (entry: PrincipalView, { facts }: CheckContext): boolean =>
  ["everyone", "account", "user", "role", "session", "federated-user"].includes(entry.principal.kind) &&
  !isExternal(entry, facts);

/** A key that nobody can delete costs for ever (KMS Developer Guide, deleting keys). */
export const noDeletePermission = documentRule({
  code: "no-delete-permission",
  severity: "suggestion",
  title: "Nobody can delete the key",
  page: () => ({
    trigger: "No statement allows anyone of the account kms:ScheduleKeyDeletion.",
    why: "The key can only be disabled, and costs on. Where that is meant, nothing needs to be done.",
    fix: "kmspol allow-deletion lets the key's administrators delete it; without one, kmspol add-admin makes one who may.",
    example:
      "administrators without ScheduleKeyDeletion  =>  with kms:ScheduleKeyDeletion and kms:CancelKeyDeletion",
  }),
  run: (context): Draft | undefined => {
    return mayAllow(context, "ScheduleKeyDeletion")
      ? undefined
      : {
          at: { start: context.document.root.start, path: [] },
          message: "nobody can delete this key: no statement allows kms:ScheduleKeyDeletion",
          hint: isDenied(context)
            ? "a Deny of kms:ScheduleKeyDeletion says that this is meant: accept the finding; else take the action out of that Deny first"
            : whoMay(context),
        };
  },
});

/** `allow-deletion` widens the administrators statement that the console writes, and no other. */
const whoMay = (context: CheckContext): string => {
  const admins = allows(context, "PutKeyPolicy").filter(({ principals }) =>
    principals.some(({ principal: { kind } }) => kind === "user" || kind === "role"),
  );
  if (admins.length === 0) return "kmspol add-admin makes an administrator who may delete it";
  return admins.some(({ actions }) => actions.some(({ value }) => /^kms:Delete\*$/i.test(value)))
    ? "kmspol allow-deletion lets its administrators delete it"
    : "add kms:ScheduleKeyDeletion and kms:CancelKeyDeletion to what its administrators may";
};

/** Whether some Deny speaks of it: an Allow alone would then not be enough. */
const isDenied = ({ statements }: CheckContext): boolean =>
  statements.some(({ effect, names }) => effect === "Deny" && names.has("ScheduleKeyDeletion"));

/** Deletion destroys everything that the key encrypts: it is for administrators (KMS Developer Guide). */
export const broadDelete = documentRule({
  code: "broad-delete",
  severity: "warning",
  title: "One who does not administer the key may delete it",
  page: () => ({
    trigger: "Someone who cannot change the policy may call ScheduleKeyDeletion.",
    why: "With the key everything that it encrypts is lost.",
    fix: "Leave deletion to administrators.",
    example: '["kms:Decrypt", "kms:ScheduleKeyDeletion"]  =>  ["kms:Decrypt"]',
  }),
  run: (context): Draft[] => {
    const admins = new Set(
      allows(context, "PutKeyPolicy").flatMap(({ principals }) => principals.map(normalPrincipal)),
    );
    return allows(context, "ScheduleKeyDeletion").flatMap((statement): Draft[] => {
      const { principals, actions, model } = statement;
      const stranger = principals.find(
        (entry) =>
          ofAccount(entry, context) &&
          entry.principal.kind !== "account" &&
          !admins.has(normalPrincipal(entry)),
      );
      const at = actions.find(({ covers }) => covers.some(({ name }) => name === "ScheduleKeyDeletion"));
      if (!stranger || !at || model.notPrincipal) return [];
      return [
        {
          at,
          message: `${quoted(stranger.value)} may delete the key and does not administer it`,
          hint: "leave kms:ScheduleKeyDeletion to administrators",
        },
      ];
    });
  },
});
