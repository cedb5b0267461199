import { lstatSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { isOurHome } from "./code-files.ts";

/**
 * Where compiled code is kept: in the home that the system knows of the user, and nowhere else; "" is nowhere. Neither HOME nor
 * XDG_CACHE_HOME nor NODE_COMPILE_CACHE moves it: builds set them to a folder of the checkout, in which everything belongs to the user, and
 * was written by whoever wrote the project. V8 does not look whether code belongs to a text. So a home that is a checkout itself
 * keeps nothing, and none does under sudo in the home of somebody else.
 */
export const codeFolder = (): string => {
  const home = homeOfSystem();
  if (home === "" || !isOurHome(home)) return "";
  const folder = join(home, ".cache", "kmspol", "compiled");
  return foldersAbove(folder).some(isCheckedOut) ? "" : folder;
};

/** A user id may have no entry: in many containers. */
const homeOfSystem = (): string => {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
};

const foldersAbove = (folder: string): readonly string[] => {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
};

/** What lies in a folder that was checked out: what is in it came from others. */
const marks = [".git", ".hg", ".svn", ".jj"];

/** Where that cannot be looked at, it counts as such. */
const isCheckedOut = (folder: string): boolean => {
  try {
    return marks.some((mark) => lstatSync(join(folder, mark), { throwIfNoEntry: false }) !== undefined);
  } catch {
    return true;
  }
};
