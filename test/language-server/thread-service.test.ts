import { afterEach, expect, test, vi } from "vitest";
import { Busy, Cancelled, threadService } from "../../src/verbs/lsp/thread-service.ts";
import type { Job, JobResult } from "../../src/verbs/lsp/work-thread.ts";

/** The service over a thread that answers when it is told to. */
const service = () => {
  const given: Job[] = [];
  const threads: { readonly done: (result: JobResult) => void; readonly died: (why: string) => void }[] = [];
  const asked = threadService((done, died) => {
    threads.push({ done, died });
    return { give: (job) => void given.push(job), stop: () => Promise.resolve() };
  });
  asked.open({ path: "a.json", text: "{}", isSaved: true });
  asked.open({ path: "b.json", text: "[]", isSaved: true });
  const methods = () => given.map(({ method, args }) => `${method} ${String(args[0])}`);
  return { asked, given, methods, thread: () => threads.at(-1)!, threads };
};

afterEach(() => void vi.useRealTimers());

test("after 100 ms somebody who waits is told that the thread is busy, and the answer comes all the same", async () => {
  vi.useFakeTimers();
  const { asked, thread } = service();
  const onBusy = vi.fn();
  const hover = asked.hover("a.json", 0, { onBusy });
  vi.advanceTimersByTime(99);
  expect(onBusy).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onBusy).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(899);
  thread().done({ value: "hovered" });
  expect(await hover).toBe("hovered");
});

test("after a second no answer comes any more; about a document of half a million characters after 100 ms", async () => {
  vi.useFakeTimers();
  const { asked, thread } = service();
  asked.open({ path: "large.json", text: " ".repeat(500_001), isSaved: true });
  const onBusy = vi.fn();
  const outcome = (question: Promise<unknown>) =>
    question.then(
      () => "answered",
      (error: unknown) => (error instanceof Busy ? "busy" : "failed"),
    );
  const [usual, large] = [asked.hover("a.json", 0, { onBusy }), asked.hover("large.json", 0, { onBusy })].map(
    outcome,
  );
  vi.advanceTimersByTime(100);
  expect(await large).toBe("busy");
  expect(onBusy).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(900);
  expect(await usual).toBe("busy");
  thread().done({ value: "nobody's" });
  const next = asked.outline("a.json");
  thread().done({ value: "outlined" });
  expect(await next).toBe("outlined");
});

test("a question that is taken back leaves the queue, and is never put to the thread", async () => {
  const { asked, methods, thread } = service();
  const checked = asked.examine("a.json");
  const controller = new AbortController();
  const hover = asked.hover("b.json", 0, { signal: controller.signal });
  const outline = asked.outline("b.json");
  controller.abort();
  await expect(hover).rejects.toBeInstanceOf(Cancelled);
  thread().done({ value: "checked" });
  thread().done({ value: "outlined" });
  expect([await checked, await outline]).toEqual(["checked", "outlined"]);
  expect(methods()).toEqual(["examine a.json", "outline b.json"]);
});

test("one that is at work already ends for whoever asked; its answer is nobody else's", async () => {
  const { asked, methods, thread } = service();
  const controller = new AbortController();
  const hover = asked.hover("a.json", 0, { signal: controller.signal });
  const outline = asked.outline("b.json");
  controller.abort();
  await expect(hover).rejects.toBeInstanceOf(Cancelled);
  thread().done({ value: "hovered" });
  thread().done({ value: "outlined" });
  expect(await outline).toBe("outlined");
  expect(methods()).toEqual(["hover a.json", "outline b.json"]);
});

test("questions of somebody who waits go before checks, and a check is not lost by it", async () => {
  const { asked, methods, thread } = service();
  const all = [asked.examine("a.json"), asked.examine("b.json"), asked.outline("a.json")];
  for (const value of [1, 2, 3]) thread().done({ value });
  expect(await Promise.all(all)).toEqual([1, 3, 2]);
  expect(methods()).toEqual(["examine a.json", "outline a.json", "examine b.json"]);
});

test("a thread that dies is replaced, and the next one gets every document anew", async () => {
  const { asked, given, thread, threads } = service();
  const lost = asked.examine("a.json");
  thread().died("it ended");
  await expect(lost).rejects.toThrow("it ended");
  const again = asked.examine("b.json");
  thread().done({ value: "checked" });
  expect(await again).toBe("checked");
  expect(threads).toHaveLength(2);
  expect(given.map(({ opened }) => opened.map(({ path }) => path))).toEqual([
    ["a.json", "b.json"],
    ["a.json", "b.json"],
  ]);
});
