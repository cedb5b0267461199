import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadFormat } from "../../src/policy/document.ts";
import { addToList, removeFromList } from "../../src/policy/edit-lists.ts";
import { insertStatement, removeStatement, replaceStatement } from "../../src/policy/edit-statements.ts";
import { editTowards } from "../../src/policy/edit-towards.ts";
import { documentValue, equalJson, jsonKey, valueOf, type JsonObject } from "../../src/policy/json-value.ts";
import { mergePolicies } from "../../src/policy/merge/merge.ts";
import { nodeAt } from "../../src/policy/text/node-at.ts";
import { sameDocument } from "../../src/policy/same-document.ts";
import { toYaml } from "../../src/policy/yaml/to-yaml.ts";
import { arbitraryPolicy, arbitraryStatement, arbitraryText } from "./arbitrary-policy.ts";
import { documentFor, documentIn } from "./documents.ts";

const policyAndText = arbitraryPolicy.chain((policy) => fc.tuple(fc.constant(policy), arbitraryText(policy)));

beforeAll(() => loadFormat("yaml"));

test("inserting a statement changes nothing else, and removing it gives the bytes back", () => {
  fc.assert(
    fc.property(policyAndText, arbitraryStatement, fc.nat(5), ([policy, text], statement, at) => {
      const index = Math.min(at, policy.Statement.length);
      const document = documentIn(text);
      const edited = insertStatement(document, index, statement);
      expect(edited.statements.map(valueOf)).toEqual(policy.Statement.toSpliced(index, 0, statement));
      const others = edited.statements
        .toSpliced(index, 1)
        .map(({ start, end }) => edited.text.slice(start, end));
      expect(others).toEqual(document.statements.map(({ start, end }) => text.slice(start, end)));
      expect(removeStatement(edited, index).text).toBe(text);
    }),
  );
});

test("removing and replacing a statement leaves the text of the others", () => {
  fc.assert(
    fc.property(policyAndText, arbitraryStatement, fc.nat(4), ([policy, text], statement, at) => {
      fc.pre(policy.Statement.length > 0);
      const index = at % policy.Statement.length;
      const document = documentIn(text);
      const texts = document.statements.map(({ start, end }) => text.slice(start, end)).toSpliced(index, 1);
      for (const [edited, value] of [
        [removeStatement(document, index), policy.Statement.toSpliced(index, 1)],
        [replaceStatement(document, index, statement), policy.Statement.with(index, statement)],
      ] as const) {
        expect(edited.statements.map(valueOf)).toEqual(value);
        const kept = edited.statements.map(({ start, end }) => edited.text.slice(start, end));
        expect(edited.statements.length === texts.length ? kept : kept.toSpliced(index, 1)).toEqual(texts);
      }
    }),
  );
});

test("adding to a list and removing again gives the bytes back", () => {
  fc.assert(
    fc.property(policyAndText, fc.nat(4), ([policy, text], at) => {
      fc.pre(policy.Statement.length > 0);
      const path = ["Statement", at % policy.Statement.length, "Action"];
      const document = documentIn(text);
      fc.pre(nodeAt(document, path) !== undefined);
      const longer = addToList(document, path, "new");
      expect(removeFromList(longer, path, "new").text).toBe(text);
      expect(addToList(longer, path, "new")).toBe(longer);
    }),
  );
});

test("editing towards a value reaches it, and an equal value changes no byte", () => {
  fc.assert(
    fc.property(policyAndText, arbitraryPolicy, ([policy, text], target) => {
      const document = documentIn(text);
      expect(editTowards(document, policy).text).toBe(text);
      expect(equalJson(documentValue(editTowards(document, target)), target)).toBe(true);
    }),
  );
});

test("editing towards a value leaves the text of equal statements that keep their order", () => {
  fc.assert(
    fc.property(policyAndText, arbitraryStatement, fc.nat(5), ([policy, text], statement, at) => {
      const index = Math.min(at, policy.Statement.length);
      const target = { ...policy, Statement: policy.Statement.toSpliced(index, 0, statement) };
      const edited = editTowards(documentIn(text), target);
      expect(edited.text.length).toBeGreaterThan(text.length);
      expect(editTowards(edited, policy).statements.map(valueOf)).toEqual(policy.Statement);
    }),
  );
});

test("in YAML editing towards a value reaches it too", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryPolicy, (policy, target) => {
      const document = documentIn(toYaml(documentFor(policy)), "yaml");
      expect(equalJson(documentValue(editTowards(document, target)), target)).toBe(true);
    }),
  );
});

test("with one side unchanged the merge is the other side", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryPolicy, (base, other) => {
      const [was, is] = [documentFor(base), documentFor(other)];
      for (const result of [
        mergePolicies(was, is, was),
        mergePolicies(was, was, is),
        mergePolicies(was, is, is),
      ]) {
        expect("merged" in result && sameDocument(result.merged, is)).toBe(true);
      }
    }),
  );
});

const named = (statement: JsonObject): JsonObject => ({ ...statement, Sid: "one" });

test("statements that the sides add are both in the merge, and none of the base is lost", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryStatement, arbitraryStatement, (base, one, two) => {
      // The same content under two Sids counts as one statement that both added: whose name it has is theirs to settle.
      fc.pre(
        !sameDocument(
          documentFor({ ...base, Statement: [named(one)] }),
          documentFor({ ...base, Statement: [named(two)] }),
        ),
      );
      const [mine, theirs] = [
        { ...one, Sid: "only mine" },
        { ...two, Sid: "only theirs" },
      ];
      const result = mergePolicies(
        documentFor(base),
        documentFor({ ...base, Statement: [...base.Statement, mine] }),
        documentFor({ ...base, Statement: [theirs, ...base.Statement] }),
      );
      const merged = "merged" in result ? result.merged.statements.map(valueOf).map(jsonKey) : [];
      expect(merged.toSorted()).toEqual([theirs, ...base.Statement, mine].map(jsonKey).toSorted());
    }),
  );
});

test("a merge never invents or silently drops a statement that one side alone changed", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryPolicy, arbitraryPolicy, (base, mine, theirs) => {
      const result = mergePolicies(documentFor(base), documentFor(mine), documentFor(theirs));
      if (!("merged" in result)) return;
      const keys = (values: readonly Parameters<typeof jsonKey>[0][]) => new Set(values.map(jsonKey));
      const merged = keys(result.merged.statements.map(valueOf));
      const [was, left, right] = [base, mine, theirs].map(({ Statement }) => keys(Statement));
      for (const key of left!) if (was!.has(key) && right!.has(key)) expect(merged).toContain(key);
    }),
  );
});
