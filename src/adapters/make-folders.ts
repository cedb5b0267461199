import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "./file-reason.ts";

/**
 * Makes a folder, private (0700), and those above it that are missing; one that is there stays as it is. Throws what the file system
 * says. Not by Node's `recursive`: it asks again without end where a folder that exists takes no new one and says that it is not
 * there, as /proc does.
 */
export const makeFolders = async (path: string): Promise<void> => {
  try {
    await makeFolder(path);
  } catch (error) {
    const above = dirname(path);
    if (errorCode(error) !== "ENOENT" || above === path) throw error;
    await makeFolders(above);
    await makeFolder(path);
  }
};

const makeFolder = (path: string): Promise<void> =>
  mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    const isThere = errorCode(error) === "EEXIST" && (await stat(path)).isDirectory();
    if (!isThere) throw error;
  });
