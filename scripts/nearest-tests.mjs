import { existsSync } from "node:fs";

/** Where the tests of a room are that has no folder of its own under `test/`. */
const elsewhere = {
  ask: ["test/ask", "test/verbs/operands.test.ts"],
};

/** The tests next to sources: `test/change` for `src/change/write.ts`. Those that start many processes are left out by the config. */
export const nearestTests = (paths) => [
  ...new Set(
    paths.flatMap((path) => {
      const room = path.split("/")[1] ?? "";
      const named = elsewhere[room] ?? [`test/${room}`];
      const found = named.filter((folder) => existsSync(folder));
      return found.length > 0 ? found : ["test/verbs"];
    }),
  ),
];
