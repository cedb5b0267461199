import type { AccountData, AnswerCache, OpenCollectFolder } from "./account-data-port.ts";
import type { BulkRuns } from "./bulk-run.ts";
import type { Editor } from "./editor-port.ts";
import type { CompletionCache } from "./completion-port.ts";
import type { KeptTexts } from "./kept-port.ts";
import type {
  CallerIdentity,
  Clock,
  DataFiles,
  History,
  IdentityDirectory,
  KeyStore,
  PolicyFiles,
  Terminal,
} from "./ports.ts";
import type { Prompter } from "./questions.ts";
import type { Trail } from "./trail-port.ts";
import type { TrailFiles } from "./trail-files-port.ts";

/** A role that is assumed in another account, by its name there: what is before the last `/` is its path. */
export interface AssumedRole {
  readonly account: string;
  readonly name: string;
}

/** How to reach AWS, as the flags say. */
export interface AwsFlags {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly debug: boolean;
  /** Absent: whoever the profile or the environment signs in. */
  readonly role?: AssumedRole | undefined;
}

/** AWS with one set of credentials. */
export interface Aws {
  readonly keys: KeyStore;
  readonly identity: CallerIdentity;
  readonly directory: IdentityDirectory;
  /** Whole accounts and their organization, loaded when it is first asked for. */
  readonly accounts: () => Promise<AccountData>;
  /** CloudTrail, loaded when it is first asked for. */
  readonly trail: () => Promise<Trail>;
}

/** Everything outside the program. What is a function loads its part when it is first called, not before. */
export interface Outside {
  readonly terminal: Terminal;
  /** True where standard output is a terminal: results are escaped and may be coloured. */
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Who runs the program on this machine, for the history of files. */
  readonly user: string;
  /** From here on Ctrl-C and termination end the program with its own exit codes, and name the text that is kept. */
  readonly catchStops: () => void;
  /** Says `words` on standard error if the process is stopped before the returned function is called. */
  readonly onStop?: (words: () => string) => () => void;
  readonly files: () => Promise<PolicyFiles>;
  readonly dataFiles: () => Promise<DataFiles>;
  readonly trailFiles: () => Promise<TrailFiles>;
  readonly answers: () => Promise<AnswerCache>;
  readonly collectFolder: () => Promise<OpenCollectFolder>;
  readonly prompter: () => Promise<Prompter>;
  /** `flag`: the value of `--editor`. */
  readonly editor: (flag: string | undefined) => Promise<Editor>;
  readonly history: () => Promise<History>;
  readonly runs: () => Promise<BulkRuns>;
  readonly kept: () => Promise<KeptTexts>;
  readonly completions: () => Promise<CompletionCache>;
  /** Names of the profiles in the AWS configuration. */
  readonly profiles: () => Promise<readonly string[]>;
  readonly aws: (flags: AwsFlags) => Promise<Aws>;
}
