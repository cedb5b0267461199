import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder; it is gone when the test is over. */
export const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "kmspol-plain-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
};

/** Such a folder with these files, by their paths in it. */
export const filesIn = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
  const at = await folder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(at, name, ".."), { recursive: true });
    await writeFile(join(at, name), content);
  }
  return at;
};
