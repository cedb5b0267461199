import { failureKind } from "../../../src/adapters/aws/failure-kind.ts";
import { withRetries } from "../../../src/adapters/aws/retries.ts";
import { readSdkError } from "../../../src/adapters/aws/sdk-error.ts";
import { AwsError, KmspolError, PutUnknown } from "../../../src/errors.ts";
import type { KeyStore, PutOptions } from "../../../src/ports.ts";
import type { Process } from "./process.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Which replica answers a read. */
export type Turns = "by turns" | "by turns of each process" | "at random" | "one for each process";

export interface ReplicaSettings {
  /** Milliseconds by which each replica is behind. */
  readonly lags: readonly number[];
  readonly turns: Turns;
  /** Share of the requests that meet a fault. */
  readonly faults: number;
  readonly random: () => number;
}

/** A policy that stood, and whose put it was. */
export interface Stood {
  readonly at: number;
  readonly text: string;
  readonly by: { readonly process: number; readonly change: string } | undefined;
}

/** What meets a put: before or after it took effect, and what its sender hears. */
const faults = ["throttled", "cut before", "cut after", "internal before", "internal after"] as const;
type Fault = (typeof faults)[number];

/**
 * KMS of several replicas: what is put stands at once, and each replica shows it when its lag is over (AWS KMS Developer
 * Guide, "AWS KMS eventual consistency").
 */
export class Replicas {
  readonly stood: Stood[];
  private reads = 0;
  private calm = false;

  private readonly settings: ReplicaSettings;
  private readonly time: VirtualTime;

  constructor(first: string, settings: ReplicaSettings, time: VirtualTime) {
    this.settings = settings;
    this.time = time;
    this.stood = [{ at: -Infinity, text: first, by: undefined }];
  }

  /** From now on no request meets a fault. */
  calmDown(): void {
    this.calm = true;
  }

  stands(): string {
    return this.stood.at(-1)!.text;
  }

  /** KMS as one process reaches it; `change` tells which record its put is of. */
  seenBy(process: Process, change: () => string): Pick<KeyStore, "readPolicy" | "writePolicy"> {
    let own = process.number;
    return {
      readPolicy: async () => {
        await process.wait(this.travel());
        if (this.happens(this.settings.faults / 30)) throw this.ended("cannot be reached");
        const shown = this.shownBy(this.replica(process, own++));
        await process.wait(this.travel());
        return shown;
      },
      writePolicy: (_, text, options) => this.put(process, { text, change: change() }, options),
    };
  }

  private replica(process: Process, own: number): number {
    const { turns, lags, random } = this.settings;
    const numbers = {
      "by turns": this.reads++,
      "by turns of each process": own,
      "at random": Math.floor(random() * lags.length),
      "one for each process": process.number,
    };
    return numbers[turns] % lags.length;
  }

  private shownBy(replica: number): string {
    const seen = this.time.now() - (this.settings.lags[replica] ?? 0);
    return this.stood.findLast(({ at }) => at <= seen)!.text;
  }

  /** With the retries of the real adapter. */
  private async put(
    process: Process,
    { text, change }: { readonly text: string; readonly change: string },
    { confirm }: PutOptions,
  ): Promise<void> {
    const { random } = this.settings;
    // Credentials may expire on the way: then every further try is denied.
    const tries = { denied: false, unclear: false };
    const attempt = async (number: number) => {
      if (number > 1) await confirm?.(tries.unclear ? "unclear" : "refused");
      const fault = this.faultOfPut();
      const takesEffect = !tries.denied && (!fault || fault.endsWith("after"));
      const there = this.travel();
      // What is sent arrives, whatever becomes of its sender.
      if (takesEffect) {
        this.time.at(there, () =>
          this.stood.push({ at: this.time.now(), text, by: { process: process.number, change } }),
        );
      }
      await process.wait(there);
      await process.wait(this.travel());
      if (tries.denied) throw sdkError("AccessDeniedException");
      if (fault && this.happens(0.3)) tries.denied = true;
      if (fault) throw sdkError(fault);
    };
    const kind = (error: unknown) => {
      if (error instanceof KmspolError) return "final";
      const found = failureKind(readSdkError(error));
      tries.unclear ||= found === "internal";
      return found === "cut" ? "final" : found;
    };
    try {
      await withRetries(attempt, kind, { clock: process.clock, random });
    } catch (error) {
      if (error instanceof KmspolError) throw error;
      throw tries.unclear || failureKind(readSdkError(error)) === "cut"
        ? new PutUnknown("put-unknown", "the connection was lost")
        : this.ended("is denied");
    }
  }

  private faultOfPut(): Fault | undefined {
    if (!this.happens(this.settings.faults)) return undefined;
    return faults[Math.floor(this.settings.random() * faults.length)];
  }

  private happens(share: number): boolean {
    return !this.calm && this.settings.random() < share;
  }

  private travel(): number {
    return 5 + Math.floor(this.settings.random() * 40);
  }

  private ended(how: string): AwsError {
    return new AwsError("unreachable", `KMS ${how}`, { hint: "try again" });
  }
}

/** An error as the SDK and Node's sockets throw it. */
const sdkError = (fault: Fault | "AccessDeniedException"): Error => {
  if (fault.startsWith("cut")) return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  const name = { throttled: "ThrottlingException", internal: "KMSInternalException" }[fault.split(" ")[0]!];
  return Object.assign(new Error(fault), { name: name ?? fault, $fault: "server" });
};
