import type { Clock } from "../../../src/ports.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** One run of kmspol in virtual time. A killed one never goes on: what it waits for does not come. */
export class Process {
  private waits = 0;
  private dead = false;
  private readonly onDeath: (() => void)[] = [];
  /** Resolves when the process is killed. */
  readonly killed: Promise<"killed">;
  private readonly die: () => void;

  readonly number: number;
  private readonly time: VirtualTime;
  private readonly lives: number;

  /** `lives`: the number of the wait at which it is killed. */
  constructor(time: VirtualTime, number: number, lives = Infinity) {
    this.time = time;
    this.number = number;
    this.lives = lives;
    let die: (how: "killed") => void = () => undefined;
    this.killed = new Promise((resolve) => (die = resolve));
    this.die = () => die("killed");
  }

  get isDead(): boolean {
    return this.dead;
  }

  /** Calls `then` if the process is killed before the returned function is called. */
  atDeath(then: () => void): () => void {
    this.onDeath.push(then);
    return () => void this.onDeath.splice(this.onDeath.indexOf(then), 1);
  }

  readonly wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      this.waits += 1;
      if (this.waits >= this.lives && !this.dead) this.kill();
      this.time.at(milliseconds, () => {
        if (!this.dead) resolve();
      });
    });

  readonly clock: Clock = { now: () => new Date(this.time.now()), sleep: (pause) => this.wait(pause) };

  private kill(): void {
    this.dead = true;
    for (const then of [...this.onDeath]) then();
    this.die();
  }
}
