import type { Command } from "commander";
import { addAdminCommand } from "./change/add-admin.ts";
import { addGroupCommand } from "./change/add-group.ts";
import { addUserCommand } from "./change/add-user.ts";
import { allowDeletionCommand } from "./change/allow-deletion.ts";
import { collectCommand } from "./collect/collect.ts";
import { completionCommand } from "./completion/completion.ts";
import { canCommand } from "./can/can.ts";
import { checkCommand } from "./check/check.ts";
import { denyDeletionCommand } from "./change/deny-deletion.ts";
import { diffCommand } from "./diff/diff.ts";
import { eachCommand } from "./each/each.ts";
import { editCommand } from "./edit/edit.ts";
import { explainCommand } from "./look/explain.ts";
import { getCommand } from "./look/get.ts";
import { grantAccountCommand } from "./change/grant-account.ts";
import { grantServiceCommand } from "./change/grant-service.ts";
import { historyCommand } from "./look/history.ts";
import { listCommand } from "./look/list.ts";
import { pruneCommand } from "./change/prune.ts";
import { putCommand } from "./change/put.ts";
import { removeAdminCommand } from "./change/remove-admin.ts";
import { removeUserCommand } from "./change/remove-user.ts";
import { revokeAccountCommand } from "./change/revoke-account.ts";
import { sandboxCommand } from "./sandbox.ts";
import { showCommand } from "./look/show.ts";
import { undoCommand } from "./change/undo.ts";
import { upgradeCommand } from "./change/upgrade.ts";
import { waitCommand } from "./can/wait.ts";
import { whatCanCommand } from "./what-can/what-can.ts";
import { whoCanCommand } from "./what-can/who-can.ts";
import { whyCommand } from "./what-can/why.ts";
import type { App, RunLine } from "../cli/app.ts";

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
