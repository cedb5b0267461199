import type { AccessModel, Side } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import type { CallerClass } from "./caller-classes.ts";
import { noRise, type Rise } from "./boxes/rise.ts";

/**
 * Where the access of a class of callers rises; nowhere for actions that never work across accounts, unless these may turn out to be of
 * the key's own: what is told of them is undecided then.
 */
export const riseFor = (model: AccessModel, to: Side, actions: ActionClass, callers: CallerClass): Rise =>
  callers.standing === "foreign" && !callers.perhapsOwn && !actions.crossAccount
    ? noRise
    : model.rise(to, callers, actions);
