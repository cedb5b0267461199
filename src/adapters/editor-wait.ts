import path from "node:path";

/** Editors with a window of their own that come back at once unless a flag has them wait: the flag to give, and all that do. */
const windows: readonly (readonly [names: RegExp, flag: string, waits: RegExp])[] = [
  [/^(?:code|code-insiders|codium|vscodium|cursor|windsurf|code-oss)$/, "--wait", /^(?:-w|--wait)$/],
  [/^(?:subl|sublime_text|atom|zed|zeditor|mate|lapce|pulsar)$/, "--wait", /^(?:-w|--wait)$/],
  [/^(?:idea|pycharm|webstorm|goland|phpstorm|clion|rubymine|rider|fleet)(?:64)?$/, "--wait", /^--wait$/],
  [/^(?:gedit|xed|pluma|bbedit)$/, "--wait", /^(?:-w|--wait)$/],
  [/^gnome-text-editor$/, "--standalone", /^(?:-s|--standalone)$/],
  [/^(?:kate|kwrite)$/, "--block", /^(?:-b|--block)$/],
  [/^(?:gvim|mvim|neovide)$/, "--nofork", /^(?:-f|--nofork|--no-fork)$/],
  [/^open$/, "-W", /^(?:-\w*W\w*|--wait-apps)$/],
];

/** What is known of an editor's way to wait. */
export interface EditorWait {
  /** It has a window of its own: nothing shows in the terminal that it runs. */
  readonly elsewhere: boolean;
  /** Where it will not wait until the file is closed: the command that does. */
  readonly instead: string | undefined;
}

/** Goes by the program's name, whatever folder and suffix it has. */
export const editorWait = (program: string, args: readonly string[]): EditorWait => {
  const name = path.basename(program.replaceAll("\\", "/")).replace(/\.(?:exe|cmd|bat)$/i, "");
  if (name === "emacsclient") {
    const kept = args.map(waiting).filter((arg) => arg !== "" && arg !== "-");
    const isHasty = args.some((arg) => waiting(arg) !== arg);
    return { elsewhere: isHasty, instead: isHasty ? [program, ...kept].join(" ") : undefined };
  }
  const [, flag, waits] = windows.find(([names]) => names.test(name)) ?? [];
  if (flag === undefined || waits === undefined)
    return { elsewhere: false, instead: name === "xdg-open" ? "an editor that waits" : undefined };
  const isWaiting = args.some((arg) => waits.test(arg));
  return { elsewhere: true, instead: isWaiting ? undefined : [program, flag, ...args].join(" ") };
};

/** A flag of emacsclient without the one that comes back at once (`-n`, among others too); `-nw` is one word, for the terminal. */
const waiting = (flag: string): string => {
  if (flag === "--no-wait") return "";
  return flag !== "-nw" && /^-\w+$/.test(flag) ? flag.replaceAll("n", "") : flag;
};
