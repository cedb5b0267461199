import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { allowDeletion } from "../../src/default-view/allow-deletion.ts";
import { denyDeletion } from "../../src/default-view/deny-deletion.ts";
import { grantAccounts } from "../../src/default-view/grant-accounts.ts";
import { grantService } from "../../src/default-view/grant-service.ts";
import { serviceNames } from "../../src/default-view/services.ts";
import { upgrade } from "../../src/default-view/upgrade.ts";
import type { Edited } from "../../src/default-view/verb.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { adminLists, admins, delegation, grants, users } from "./console-policies.ts";
import { arn, keys, other, own, policy } from "./support.ts";

/** Codes of the findings that a verb introduces, without those that it declares inherent in what was asked. */
const introduced = (before: PolicyDocument, result: Edited, facts: KeyFacts): readonly string[] => {
  const codes = (document: PolicyDocument) =>
    checkPolicy(parsePolicyText(document.text, "json"), facts).map(({ code }) => code);
  const old = codes(before);
  return codes(result.document)
    .filter(
      (code, i, all) =>
        all.slice(0, i + 1).filter((one) => one === code).length > old.filter((one) => one === code).length,
    )
    .filter((code) => !result.inherent.includes(code));
};

const consolePolicy = policy(
  ...[delegation, admins("role/Ops", adminLists["A3-D"])],
  ...[users("role/App"), grants("role/App")],
);

test.each(Object.entries(keys))(
  "no verb introduces a finding that it does not declare: %s key",
  (_, facts) => {
    for (const before of [policy(delegation), consolePolicy]) {
      const results = [
        addUsers(before, ["role/New", arn("role/Theirs", other)], facts),
        addAdmins(before, ["role/New"], facts),
        grantAccounts(before, [other], facts),
        allowDeletion(before, [], facts),
        denyDeletion(before, [], facts),
        upgrade(before, [], facts),
      ];
      for (const result of results) expect(introduced(before, result, facts)).toEqual([]);
    }
  },
);

test.each([...serviceNames, "lex-v2"])(
  "grant-service %s introduces no finding that it does not declare",
  (name) => {
    const facts = name === "dnssec-route53" ? keys.signing : keys.symmetric;
    const before = policy(delegation);
    const result = grantService(before, [name], facts, { sourceAccounts: [own] });
    expect(introduced(before, result, facts)).toEqual([]);
  },
);
