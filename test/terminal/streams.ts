import { Readable, Writable } from "node:stream";

/** A keyboard. */
export class Typed extends Readable {
  readonly isTTY = true;
  isRaw = false;
  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }
  override _read(): void {
    // What is typed comes by itself.
  }
}

/** What is drawn on, of a size. */
export class Drawn extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  constructor({ columns, rows }: { columns: number; rows: number }, show: (text: string) => void) {
    super({
      write: (chunk: unknown, _, done) => {
        show(String(chunk));
        done();
      },
    });
    [this.columns, this.rows] = [columns, rows];
  }
  resize(columns: number, rows: number): void {
    [this.columns, this.rows] = [columns, rows];
    this.emit("resize");
  }
}
