import type { PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { factsToWrite } from "../own-account.ts";
import { type LimitFlags, parseLimits } from "./parse-limits.ts";

/** The conditions that flags mean for this policy; throws as parseLimits does. */
export const limitsOf = (
  document: PolicyDocument,
  { via, encryptionContext, org, until }: LimitFlags,
  facts: KeyFacts,
  now?: Date,
): readonly ConditionTest[] =>
  parseLimits(
    {
      ...(via && { via }),
      ...(encryptionContext && { encryptionContext }),
      ...(org && { org }),
      ...(until !== undefined && { until }),
    },
    factsToWrite(document, facts),
    now,
  );
