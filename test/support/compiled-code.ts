import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes the folder in which the runs of kmspol keep compiled code as long as the tests last. */
export default async (): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-compiled-"));
  process.env["KMSPOL_TEST_COMPILED_CODE"] = folder;
  return () => rm(folder, { recursive: true, force: true });
};
