import { expect, test } from "vitest";
import { errorCode, fileReason } from "../../src/adapters/file-reason.ts";

const failure = (code: string) => Object.assign(new Error("what Node says"), { code });

test.each([
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
  ["EWEIRD", "what Node says"],
])("%s: %s", (code, words) => {
  expect([errorCode(failure(code)), fileReason(failure(code))]).toEqual([code, words]);
});

test.each([
  [new Error("no code"), "no code"],
  ["a text", "a text"],
  [{ code: "ENOENT" }, "[object Object]"],
  [undefined, "undefined"],
])("what is no error of the file system has no code: %s", (thrown, words) => {
  expect([errorCode(thrown), fileReason(thrown)]).toEqual(["", words]);
});
