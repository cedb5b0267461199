// node --import kill-at-point.mjs: logs every point of the write path to $FAULT_LOG, and at point number $FAULT_AT
// (from 1) has this process meet $FAULT_SIGNAL. With $FAULT_TEAR half of a write is written before.
import { intercept, original } from "./intercept.mjs";

const { FAULT_ROOT, FAULT_LOG, FAULT_AT, FAULT_SIGNAL, FAULT_TEAR } = process.env;
let count = 0;

intercept(FAULT_ROOT, ({ name, path, tear }) => {
  count += 1;
  original.appendFileSync(FAULT_LOG, `${name}${tear ? "*" : ""} ${path.replace(FAULT_ROOT, "")}\n`);
  if (count !== Number(FAULT_AT)) return;
  if (FAULT_TEAR) tear?.();
  process.kill(process.pid, FAULT_SIGNAL);
});
