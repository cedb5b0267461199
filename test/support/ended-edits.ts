import fs from "node:fs/promises";
import { join } from "node:path";

/** Node's own, whatever a test has put in their places meanwhile. */
const { readdir, readFile, writeFile } = fs;

/** The number of no process. */
const nobody = 2 ** 31 - 1;

/** Once a run inside this process is over, the edits that it noted in this state folder are of a process that has ended, as its own would have. */
export const endEdits = async (state: string): Promise<void> => {
  const folder = join(state, "edits");
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const [file, own] = [join(folder, name), `"process":${process.pid},`];
    const note = await readFile(file, "utf8");
    if (note.includes(own)) await writeFile(file, note.replace(own, `"process":${nobody},`));
  }
};
