import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const start = "kmspol-";

/**
 * What tests leave in the folder for temporary files goes with the run: it is one of its own, with a short name, as paths of sockets are.
 * Each of the projects asks for it; the first one makes it.
 */
export default async (): Promise<() => Promise<void>> => {
  if (basename(tmpdir()).startsWith(start)) return () => Promise.resolve();
  const folder = await mkdtemp(join(tmpdir(), start));
  process.env["TMPDIR"] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
};
