import type { AccessModel, Side } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import type { CallerClass } from "./caller-classes.ts";
import { noRise, type Rise } from "./boxes/rise.ts";

/** Where the access of a class of callers rises; nowhere for actions that never work across accounts. */
export const riseFor = (model: AccessModel, to: Side, actions: ActionClass, callers: CallerClass): Rise =>
  callers.standing === "foreign" && !actions.crossAccount ? noRise : model.rise(to, callers, actions);
