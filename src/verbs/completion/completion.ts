import type { NoFlags } from "../../cli/flag.ts";
import { exitCodes } from "../../errors.ts";
import type { Verb } from "../verb.ts";

const shells = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof shells)[number];

/** `kmspol completion`: the script that a shell loads. */
export const completionVerb: Verb<[shell: Shell], NoFlags> = {
  name: "completion",
  group: "Set up:",
  summary: "completion for your shell",
  description:
    "Prints the script that completes verbs, flags, aliases and key ids in your shell. Key names are fetched in the background and kept for five minutes.",
  operands: [{ name: "shell", about: "which shell", choices: shells }],
  flags: {},
  examples: [
    ["source <(kmspol completion bash)", "for this shell; for good, put the line into ~/.bashrc"],
    ["source <(kmspol completion zsh)", "the same, in ~/.zshrc after compinit"],
    ["kmspol completion fish > ~/.config/fish/completions/kmspol.fish", "for fish, for good"],
    [
      "kmspol completion powershell | Out-String | Invoke-Expression",
      "for PowerShell; for good, put the line into the file $PROFILE",
    ],
  ],
  kind: "reads",
  json: undefined,
  load: async () => {
    const { completionScript } = await import("./completion-script.ts");
    return { run: (_context, [shell]) => ({ exit: exitCodes.done, view: () => completionScript(shell) }) };
  },
};
