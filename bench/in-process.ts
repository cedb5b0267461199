// Bundled and run by bench/run.mjs: the pure core in one process, without the cost of starting Node.
import { compareAccess } from "../src/access/compare-access.ts";
import { checkPolicy } from "../src/check/check.ts";
import { documentOf, parsePolicyText } from "../src/policy/document.ts";
import type { Policy } from "../src/policy/model.ts";
import { readPolicy } from "../src/policy/read-policy.ts";
import { adversarialPolicy, typicalPolicy } from "./policies.mjs";

const facts = {
  account: "111122223333",
  partition: "aws",
  region: "eu-west-1",
  spec: "SYMMETRIC_DEFAULT",
  usage: "ENCRYPT_DECRYPT",
};

const policyOf = (text: string): Policy => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("the bench's own policy does not parse");
  return readPolicy(document);
};

const timed = (work: () => void): number => {
  const started = performance.now();
  work();
  return performance.now() - started;
};

const count = 1000;
const rounds = 5;
const texts = Array.from({ length: count + 1 }, (_, n) => typicalPolicy(n));
const compareAll = (): void => {
  for (let n = 0; n < count; n++)
    compareAccess(policyOf(texts[n] ?? ""), policyOf(texts[n + 1] ?? ""), facts);
};
const checkAll = (): void => {
  for (let n = 0; n < count; n++) checkPolicy(parsePolicyText(texts[n] ?? "", "json"), facts);
};
const adversary = (letter: string): Policy => policyOf(JSON.stringify(adversarialPolicy(letter)));
const repeated = (work: () => void): readonly number[] => Array.from({ length: rounds }, () => timed(work));

const pairs = repeated(compareAll).map((milliseconds) => milliseconds / count);
const checks = repeated(checkAll);
// Other letters each time: nothing that was worked out before is of use.
const adversarial = ["ab", "cd", "ef", "gh", "ij"].map(([first = "", second = ""]) => {
  const [before, after] = [adversary(first), adversary(second)];
  return timed(() => compareAccess(before, after, facts));
});
process.stdout.write(JSON.stringify({ pair: pairs, checks, adversarial }));
