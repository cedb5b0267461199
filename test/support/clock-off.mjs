// node --import clock-off.mjs: the machine's clock goes $FAULT_CLOCK_MINUTES wrong (negative: slow).
const wrong = Number(process.env["FAULT_CLOCK_MINUTES"]) * 60_000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + wrong);
    else super(...given);
  }
  static now() {
    return Real.now() + wrong;
  }
};
