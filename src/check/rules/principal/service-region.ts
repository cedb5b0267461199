import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { principalRule } from "../../rule.ts";

const region = /^[a-z]{2,4}(?:-[a-z]+)+-\d$/;

/** Services whose principal carries the Region (CloudWatch Logs User Guide). */
const regional = new Set(["logs"]);

/** A regional principal of another Region never calls this key; a plain one of a regional service nowhere (IAM User Guide). */
export const servicePrincipalRegion = principalRule({
  code: "service-principal-region",
  severity: "warning",
  title: "The service principal is of another Region",
  page: () => ({
    trigger:
      "A service principal names another Region than the key's, or is a plain name of a service whose principal carries the Region (CloudWatch Logs).",
    why: "The service calls under another name: the statement does not apply, or KMS refuses it.",
    fix: "Write the key's own Region, unless the service of an opt-in Region is meant to use this key.",
    example: "logs.amazonaws.com  =>  logs.us-west-2.amazonaws.com",
  }),
  partly: ["region"],
  run: (at, _statement, { facts }) => {
    if (at.principal.kind !== "service") return undefined;
    const [service = "", place = "", ...suffix] = at.value.split(".");
    const own = facts.region ?? "REGION";
    if (regional.has(service) && place === "amazonaws") {
      const name = [service, own, place, ...suffix].join(".");
      const known = facts.region === undefined ? {} : { suggestion: replaceAt(at.path, name) };
      return { at, message: `${quoted(at.value)} lacks its Region`, hint: `write ${name}`, ...known };
    }
    if (!region.test(place) || facts.region === undefined || place === facts.region) return undefined;
    const name = [service, own, ...suffix].join(".");
    return {
      at,
      suggestion: replaceAt(at.path, name),
      message: `${quoted(at.value)} is the service in ${place}, and the key is in ${own}`,
      hint: `write ${name}, unless calls from ${place} are meant`,
    };
  },
});
