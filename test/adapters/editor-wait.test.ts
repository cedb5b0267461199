import { expect, test } from "vitest";
import { editorWait } from "../../src/adapters/editor-wait.ts";

// Each editor's own command line (its manual page, or `--help`): which flag has it wait until the file is closed.

test.each<[command: string, elsewhere: boolean, instead: string | undefined]>([
  ["vim", false, undefined],
  ["nano", false, undefined],
  ["emacs -nw", false, undefined],
  ["code", true, "code --wait"],
  ["code --new-window", true, "code --wait --new-window"],
  ["code --wait", true, undefined],
  ["code -w", true, undefined],
  ["/usr/local/bin/code", true, "/usr/local/bin/code --wait"],
  ["C:\\Programs\\Code\\bin\\code.cmd", true, "C:\\Programs\\Code\\bin\\code.cmd --wait"],
  ["codium", true, "codium --wait"],
  ["cursor", true, "cursor --wait"],
  ["subl", true, "subl --wait"],
  ["subl -w", true, undefined],
  ["zed", true, "zed --wait"],
  ["idea", true, "idea --wait"],
  ["gedit", true, "gedit --wait"],
  ["gvim", true, "gvim --nofork"],
  ["gvim -f", true, undefined],
  ["gvim --no-fork", true, undefined],
  ["code.exe", true, "code.exe --wait"],
  ["idea64.bat", true, "idea64.bat --wait"],
  ["kate -b", true, undefined],
  ["open -a TextEdit", true, "open -W -a TextEdit"],
  ["open -Wn", true, undefined],
  ["emacsclient", false, undefined],
  ["emacsclient -n", true, "emacsclient"],
  ["emacsclient -nw", false, undefined],
  ["emacsclient -nc", true, "emacsclient -c"],
  ["emacsclient -c -n -a vi", true, "emacsclient -c -a vi"],
  ["emacsclient --no-wait", true, "emacsclient"],
  ["emacsclient --no-waits", false, undefined],
  ["subl -wait", true, "subl --wait -wait"],
  ["code.executable", false, undefined],
  ["exec-code", false, undefined],
  ["xdg-open", false, "an editor that waits"],
])("whether an editor waits, and what makes it wait: %s", (command, elsewhere, instead) => {
  const [program = "", ...args] = command.split(" ");
  expect(editorWait(program, args)).toEqual({ elsewhere, instead });
});
