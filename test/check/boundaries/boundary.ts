import { describe, expect, test } from "vitest";
import type { FindingCode } from "../../../src/check/catalogue.ts";
import { checkPolicy } from "../../../src/check/check.ts";
import type { Severity } from "../../../src/check/finding.ts";
import type { CheckOptions } from "../../../src/check/options.ts";
import { parsePolicyText } from "../../../src/policy/document.ts";
import type { KeyFacts } from "../../../src/policy/key-facts.ts";
import { facts, textOf, type Row } from "../fixture.ts";

/** What a case may say beside its policy. */
interface Rest {
  readonly facts?: KeyFacts;
  readonly options?: CheckOptions;
  /** In each finding's message and hint. */
  readonly says?: RegExp;
  /** Whether `check --fix` mends them. */
  readonly fixable?: boolean;
  /** How many there are, where it is not one. */
  readonly times?: number;
  /** JSON Pointer of each. */
  readonly path?: string;
}

/** One case on one side of where a finding begins: its severity, or `-` where there is none. */
export type Boundary = readonly [what: string, severity: Severity | "-", policy: Row["bad"], rest?: Rest];

/** Where a finding begins and ends, case by case: a near miss is as much of a promise as a hit. */
export const boundaries = (code: FindingCode, cases: readonly Boundary[]): void => {
  describe(code, () => {
    for (const [what, severity, policy, rest = {}] of cases) {
      test(`${what}: ${severity}`, () => {
        const parsed = parsePolicyText(textOf(policy), "json");
        const found = checkPolicy(parsed, rest.facts ?? facts, rest.options ?? {}).filter(
          (finding) => finding.code === code,
        );
        const times = severity === "-" ? 0 : (rest.times ?? 1);
        expect(found.map((finding) => finding.severity)).toEqual(
          Array.from({ length: times }, () => severity),
        );
        for (const { message, hint, fixable, path } of found) {
          if (rest.says) expect(`${message}; ${hint ?? ""}`).toMatch(rest.says);
          if (rest.fixable !== undefined) expect(fixable).toBe(rest.fixable);
          if (rest.path !== undefined) expect(path).toBe(rest.path);
        }
      });
    }
  });
};
