import { describe, expect, test } from "vitest";
import { createOnePerKey } from "@/ocpp-gateway/runtime/one-per-key";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function aDesk() {
  const begun: string[] = [];
  const errors: [string, unknown][] = [];
  const gates: (() => void)[] = [];
  const jobs = createOnePerKey<string>((key, error) => void errors.push([key, error]));
  const job = (name: string) => async (): Promise<void> => {
    begun.push(name);
    await new Promise<void>((resolve) => gates.push(resolve));
  };
  const finishOne = async (): Promise<void> => {
    gates.shift()?.();
    await turn();
  };
  return { jobs, job, begun, errors, finishOne };
}

describe("of one key", () => {
  test("one job runs at a time; asked again and again, it runs once more, the last asked", async () => {
    const { jobs, job, begun, finishOne } = aDesk();
    for (const name of ["first", "second", "third"]) jobs.run("a", job(name));
    expect(begun).toEqual(["first"]);
    await finishOne();
    expect(begun).toEqual(["first", "third"]);
    await finishOne();
    expect(begun).toEqual(["first", "third"]);
    expect(jobs.isRunning("a")).toBe(false);
  });

  test("a job that fails is told, and the next one runs", async () => {
    const { jobs, job, begun, errors } = aDesk();
    const failure = new Error("database away");
    jobs.run("a", () => Promise.reject(failure));
    jobs.run("a", job("next"));
    await turn();
    expect(errors).toEqual([["a", failure]]);
    expect(begun).toEqual(["next"]);
  });
});

test("jobs of different keys run side by side", () => {
  const { jobs, job, begun } = aDesk();
  jobs.run("a", job("of a"));
  jobs.run("b", job("of b"));
  expect(begun).toEqual(["of a", "of b"]);
});

test("is idle only when the last of all has ended, the ones asked meanwhile too", async () => {
  const { jobs, job, finishOne } = aDesk();
  jobs.run("a", job("a"));
  jobs.run("b", job("b"));
  jobs.run("a", job("a again"));
  let isIdle = false;
  const idle = jobs.idle().then(() => (isIdle = true));
  await finishOne();
  await finishOne();
  expect(isIdle).toBe(false);
  await finishOne();
  await idle;
  expect([jobs.isRunning("a"), jobs.isRunning("b")]).toEqual([false, false]);
});

test("is idle at once where nothing runs", async () => {
  await expect(aDesk().jobs.idle()).resolves.toBeUndefined();
});
