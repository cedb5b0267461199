import type { Command } from "commander";
import { addAdminCommand } from "./add-admin.ts";
import { addGroupCommand } from "./add-group.ts";
import { addUserCommand } from "./add-user.ts";
import { allowDeletionCommand } from "./allow-deletion.ts";
import { collectCommand } from "./collect.ts";
import { completionCommand } from "./completion.ts";
import { canCommand } from "./can.ts";
import { checkCommand } from "./check.ts";
import { denyDeletionCommand } from "./deny-deletion.ts";
import { diffCommand } from "./diff.ts";
import { eachCommand } from "./each.ts";
import { editCommand } from "./edit.ts";
import { explainCommand } from "./explain.ts";
import { getCommand } from "./get.ts";
import { grantAccountCommand } from "./grant-account.ts";
import { grantServiceCommand } from "./grant-service.ts";
import { historyCommand } from "./history.ts";
import { listCommand } from "./list.ts";
import { pruneCommand } from "./prune.ts";
import { putCommand } from "./put.ts";
import { removeAdminCommand } from "./remove-admin.ts";
import { removeUserCommand } from "./remove-user.ts";
import { revokeAccountCommand } from "./revoke-account.ts";
import { sandboxCommand } from "./sandbox.ts";
import { showCommand } from "./show.ts";
import { undoCommand } from "./undo.ts";
import { upgradeCommand } from "./upgrade.ts";
import { waitCommand } from "./wait.ts";
import { whatCanCommand } from "./what-can.ts";
import { whoCanCommand } from "./who-can.ts";
import { whyCommand } from "./why.ts";
import type { App, RunLine } from "./app.ts";

type Declare = (app: App, again: RunLine) => Command;

/** The verbs by what people want, in the order of the help. */
export const verbGroups: Readonly<Record<string, Readonly<Record<string, Declare>>>> = {
  "Look:": {
    list: listCommand,
    show: showCommand,
    get: getCommand,
    check: checkCommand,
    explain: explainCommand,
    history: historyCommand,
  },
  "Change:": {
    edit: editCommand,
    put: putCommand,
    undo: undoCommand,
    prune: pruneCommand,
    upgrade: upgradeCommand,
  },
  "Administer and use:": {
    "add-admin": addAdminCommand,
    "remove-admin": removeAdminCommand,
    "allow-deletion": allowDeletionCommand,
    "deny-deletion": denyDeletionCommand,
    "add-user": addUserCommand,
    "remove-user": removeUserCommand,
    "add-group": addGroupCommand,
  },
  "Share:": {
    "grant-account": grantAccountCommand,
    "revoke-account": revokeAccountCommand,
    "grant-service": grantServiceCommand,
  },
  "Prove:": {
    diff: diffCommand,
    can: canCommand,
    wait: waitCommand,
    "who-can": whoCanCommand,
    "what-can": whatCanCommand,
    why: whyCommand,
    collect: collectCommand,
  },
  "Many keys:": { each: eachCommand },
  "Try:": { sandbox: sandboxCommand },
  "Set up:": { completion: completionCommand },
};
