import { collect, type FlagsFor } from "../../cli/flag.ts";
import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";

/** The flags that put a statement under conditions; on a removing verb they name that statement. */
export const limitFlags = (to: "add" | "remove"): FlagsFor<LimitFlags> => {
  const under = to === "add" ? "only" : "what is given only";
  return {
    via: {
      words: "--via <service>",
      does: `${under} through this AWS service in the key's Region (repeatable)`,
      read: collect,
    },
    encryptionContext: {
      words: "--encryption-context <key=value>",
      does: `${under} with this in the encryption context (repeatable)`,
      read: collect,
    },
    org: {
      words: "--org <id>",
      does: `${under} inside this organization, o-… (repeatable)`,
      read: collect,
    },
    until: {
      words: "--until <date>",
      does: `${under} until then: 2027-01-31, or 2027-01-31T18:00:00Z`,
    },
  };
};

/** The flags as they were typed, for a command that does the same elsewhere. */
export const limitsAsTyped = ({ via, encryptionContext, org, until }: LimitFlags) => ({
  ...{ "--via": via, "--encryption-context": encryptionContext },
  ...{ "--org": org, "--until": until },
});
