import { addAdminVerb } from "./change/add-admin.ts";
import { addGroupVerb } from "./change/add-group.ts";
import { addUserVerb } from "./change/add-user.ts";
import { allowDeletionVerb } from "./change/allow-deletion.ts";
import { collectVerb } from "./collect/collect.ts";
import { completeVerb } from "./completion/complete.ts";
import { completionVerb } from "./completion/completion.ts";
import { canVerb } from "./can/can.ts";
import { checkVerb } from "./check/check.ts";
import { denyDeletionVerb } from "./change/deny-deletion.ts";
import { diffVerb } from "./diff/diff.ts";
import { eachVerb } from "./each/each.ts";
import { editVerb } from "./edit/edit.ts";
import { explainVerb } from "./look/explain.ts";
import { getVerb } from "./look/get.ts";
import { grantAccountVerb } from "./change/grant-account.ts";
import { grantServiceVerb } from "./change/grant-service.ts";
import { historyVerb } from "./look/history.ts";
import { keptVerb } from "./edit/kept.ts";
import { listVerb } from "./look/list.ts";
import { lspVerb } from "./lsp/lsp.ts";
import { pruneVerb } from "./change/prune.ts";
import { putVerb } from "./change/put.ts";
import { removeAdminVerb } from "./change/remove-admin.ts";
import { removeUserVerb } from "./change/remove-user.ts";
import { revokeAccountVerb } from "./change/revoke-account.ts";
import { revokeServiceVerb } from "./change/revoke-service.ts";
import { reportVerb } from "./report/report.ts";
import { sandboxVerb } from "./sandbox.ts";
import { showVerb } from "./look/show.ts";
import { tutorialVerb } from "./tutorial/tutorial.ts";
import { undoVerb } from "./change/undo.ts";
import { upgradeVerb } from "./change/upgrade.ts";
import { waitVerb } from "./can/wait.ts";
import { whatCanVerb } from "./what-can/what-can.ts";
import { whoCanVerb } from "./what-can/who-can.ts";
import { whyVerb } from "./what-can/why.ts";
import type { AnyVerb } from "./verb.ts";

/** The verbs, in the order of the help: what program, `each`, menu, completion, help and manual page read. */
export const verbs: readonly AnyVerb[] = [
  listVerb,
  showVerb,
  getVerb,
  checkVerb,
  explainVerb,
  historyVerb,
  editVerb,
  keptVerb,
  putVerb,
  undoVerb,
  pruneVerb,
  upgradeVerb,
  addAdminVerb,
  removeAdminVerb,
  allowDeletionVerb,
  denyDeletionVerb,
  addUserVerb,
  removeUserVerb,
  addGroupVerb,
  grantAccountVerb,
  revokeAccountVerb,
  grantServiceVerb,
  revokeServiceVerb,
  diffVerb,
  canVerb,
  waitVerb,
  whoCanVerb,
  whatCanVerb,
  whyVerb,
  collectVerb,
  eachVerb,
  reportVerb,
  sandboxVerb,
  tutorialVerb,
  lspVerb,
  completionVerb,
  completeVerb,
];
