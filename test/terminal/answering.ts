import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { long } from "../support/long-form.ts";

/** What runs the real program in a shell script. */
export const real = `exec "${process.execPath}" "${resolve("bin/kmspol.js")}" "$@"`;

/** What became of `/` in the name of a file. */
const nameOf = (line: readonly string[]): string => line.join(" ").replaceAll("/", "_");

/**
 * Writes a `kmspol` for a shell into the root of the place: to these command lines it says what the program says to them inside this process, without
 * a process of Node for each; all others go to `others`, lines of a shell script. In the long form the shell runs the program for all.
 */
export const answering = async (
  place: Place,
  sandbox: Sandbox | undefined,
  lines: readonly (readonly string[])[],
  others: string = real,
): Promise<void> => {
  const answers = join(place.root, "answers");
  await mkdir(answers);
  for (const line of long ? [] : lines)
    await writeFile(join(answers, nameOf(line)), (await kmspol(place, sandbox, line)).stdout);
  const program = join(place.root, "kmspol");
  await writeFile(
    program,
    `#!/bin/sh\nsaid="${answers}/$(printf %s "$*" | tr / _)"\n[ -f "$said" ] && exec cat "$said"\n${others}\n`,
  );
  await chmod(program, 0o755);
};
