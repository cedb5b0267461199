/** The code of a file system error (`ENOSPC`), or an empty text. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** Why a file system call failed, in words. */
export const fileReason = (error: unknown): string =>
  reasons.get(errorCode(error)) ?? (error instanceof Error ? error.message : String(error));

const reasons = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EROFS", "the file system is read-only"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ENOENT", "there is no such file or folder"],
  ["EEXIST", "a file is in the way of a folder"],
  ["ENOTDIR", "a file is in the way of a folder"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "a symlink is in its place"],
  ["ENAMETOOLONG", "the name is too long"],
  ["EMFILE", "too many files are open"],
  ["ENFILE", "too many files are open on this machine"],
  ["EIO", "the disk failed"],
]);
