import type { AccessModel, Side } from "./access-model.ts";
import type { ActionClass, CallerClass } from "./classes.ts";
import type { Via } from "./boxes/coverage.ts";
import { nowhere, type Region } from "./boxes/region.ts";

/** Where the access of a class of callers rises at one level; nowhere for actions that never work across accounts. */
export const riseFor = (
  model: AccessModel,
  to: Side,
  via: Via,
  actions: ActionClass,
  callers: CallerClass,
): Region =>
  callers.standing === "foreign" && !actions.crossAccount ? nowhere : model.rise(to, callers, actions)[via];
