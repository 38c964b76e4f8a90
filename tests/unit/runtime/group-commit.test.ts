import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLane, type LaneOptions } from "@/ocpp-gateway/runtime/group-commit";

const isDataError = (error: unknown): boolean => error instanceof RangeError;
class Passing extends Error {}
const isPassingError = (error: unknown): boolean => error instanceof Passing;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const aLane = (options: Partial<LaneOptions<number, string>> = {}) =>
  createLane<number, string>({
    itemsMax: 500,
    isPassingError,
    isDataError,
    flush: async (items) => items.map(String),
    ...options,
  });

/** A lane whose flushes end only when told; `flushed` is what each was given. */
function aGatedLane(itemsMax = 500) {
  const flushed: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const lane = aLane({
    itemsMax,
    flush: async (items) => {
      flushed.push(items);
      await new Promise<void>((resolve) => gates.push(resolve));
      return items.map(String);
    },
  });
  const release = async (): Promise<void> => {
    gates.shift()?.();
    await turn();
  };
  return { lane, flushed, release };
}

/** Stores like a database: a batch with poison in it fails whole. */
function aStore(poison: ReadonlySet<number>) {
  const stored: number[] = [];
  return {
    stored,
    flush: async (items: readonly number[]) => {
      await turn();
      if (items.some((item) => poison.has(item))) throw new RangeError("out of range");
      stored.push(...items);
      return items.map(String);
    },
  };
}

describe("a lane", () => {
  test("commits together what was added in one turn", async () => {
    const { lane, flushed, release } = aGatedLane();
    const outcomes = Promise.all([lane.add(1), lane.add(2), lane.add(3)]);
    await turn();
    expect(flushed).toEqual([[1, 2, 3]]);
    await release();
    expect(await outcomes).toEqual(["1", "2", "3"]);
  });

  test("sends a batch again that the database gave up for a passing reason, and no other", async () => {
    const ends = [new Passing(), new Passing(), null, new Passing(), new Passing(), new Passing(), new Error("gone")];
    let flushes = 0;
    const lane = aLane({
      flush: async (items) => {
        const end = ends[flushes++];
        if (end instanceof Error) throw end;
        return items.map(String);
      },
    });
    expect(await lane.add(1)).toBe("1");
    await expect(lane.add(2)).rejects.toBeInstanceOf(Passing);
    await expect(lane.add(3)).rejects.toThrow("gone");
    expect(flushes).toBe(ends.length);
  });

  test("flushes one batch at a time, and takes all that waited meanwhile into the next", async () => {
    const { lane, flushed, release } = aGatedLane();
    const first = lane.add(1);
    await turn();
    const rest = [2, 3, 4].map(lane.add);
    await turn();
    expect(flushed).toEqual([[1]]);
    await release();
    expect(await first).toBe("1");
    expect(flushed).toEqual([[1], [2, 3, 4]]);
    await release();
    expect(await Promise.all(rest)).toEqual(["2", "3", "4"]);
  });

  test("never makes a batch larger than allowed", async () => {
    const { lane, flushed, release } = aGatedLane(2);
    const all = Promise.all([1, 2, 3, 4, 5].map(lane.add));
    await turn();
    for (let left = 3; left > 0; left -= 1) await release();
    await all;
    expect(flushed).toEqual([[1, 2], [3, 4], [5]]);
  });

  test("counts what waits and what is being written", async () => {
    const { lane, release } = aGatedLane(2);
    const all = Promise.all([1, 2, 3].map(lane.add));
    expect(lane.size()).toBe(3);
    await turn();
    expect(lane.size()).toBe(3);
    await release();
    expect(lane.size()).toBe(1);
    await release();
    await all;
    expect(lane.size()).toBe(0);
  });

  test("is drained when all that was added has settled, also what came while it drained", async () => {
    const { lane, flushed, release } = aGatedLane();
    void lane.add(1);
    let isDrained = false;
    const drained = lane.drained().then(() => (isDrained = true));
    await turn();
    void lane.add(2);
    await release();
    expect(isDrained).toBe(false);
    await release();
    await drained;
    expect(flushed).toEqual([[1], [2]]);
  });

  test("that is empty is drained at once", async () => {
    await expect(aLane().drained()).resolves.toBeUndefined();
  });

  test("tells how much each flush took", async () => {
    const sizes: number[] = [];
    const lane = aLane({ onFlush: (items) => sizes.push(items) });
    await Promise.all([1, 2, 3].map(lane.add));
    await lane.drained();
    expect(sizes).toEqual([3]);
  });
});

describe("a flush that fails", () => {
  test("for one item's data fails that item alone, and the rest is stored in order", async () => {
    const { stored, flush } = aStore(new Set([3]));
    const lane = aLane({ flush });
    const settled = await Promise.allSettled([1, 2, 3, 4, 5].map(lane.add));
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(stored).toEqual([1, 2, 4, 5]);
  });

  test("for want of a database fails the whole batch at its first try, and the next one is written", async () => {
    let tries = 0;
    const lane = aLane({
      flush: async (items) => {
        tries += 1;
        if (tries === 1) throw new Error("connection lost");
        return items.map(String);
      },
    });
    const settled = await Promise.allSettled([1, 2, 3].map(lane.add));
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(tries).toBe(1);
    expect(await lane.add(4)).toBe("4");
  });

  test("before it began to wait fails like any other", async () => {
    const lane = aLane({
      flush: () => {
        throw new Error("no pool");
      },
    });
    await expect(lane.add(1)).rejects.toThrow("no pool");
    await lane.drained();
  });

  test("to give an outcome for an item fails that item", async () => {
    const lane = aLane({ flush: async (items) => items.slice(1).map(String) });
    const settled = await Promise.allSettled([lane.add(1), lane.add(2)]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });
});

test("whatever the load and the poison, every good item is stored once, in order, and gets its own outcome", async () => {
  const loads = fc.array(fc.record({ isPoison: fc.boolean(), comesLater: fc.boolean() }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(loads, fc.integer({ min: 1, max: 8 }), async (load, itemsMax) => {
      const poison = new Set(load.flatMap(({ isPoison }, item) => (isPoison ? [item] : [])));
      const { stored, flush } = aStore(poison);
      const lane = aLane({ flush, itemsMax });
      const added: Promise<string>[] = [];
      for (const [item, { comesLater }] of load.entries()) {
        if (comesLater) await turn();
        added.push(lane.add(item));
        added.at(-1)?.catch(() => {});
      }
      const settled = await Promise.allSettled(added);
      await lane.drained();
      const outcomes = settled.map((each) => (each.status === "fulfilled" ? each.value : null));
      expect(outcomes).toEqual(load.map(({ isPoison }, item) => (isPoison ? null : String(item))));
      expect(stored).toEqual(load.flatMap(({ isPoison }, item) => (isPoison ? [] : [item])));
    }),
    { numRuns: 50 },
  );
});
