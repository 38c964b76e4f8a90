import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeLead } from "@/lib/services/rollout/lead";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { createWorld } from "./world";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(T0.getTime() + 10 * 365 * 86_400_000));
});
afterAll(() => books.close());

const KILLS = 8;
const SCRIPT = fileURLToPath(new URL("engine-process.ts", import.meta.url));

/** Starts an engine at this moment, and kills it in its first round, or in a later one. */
async function killedEngine(now: Date, { said, afterMs }: { said: string; afterMs: number }): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT, books.url, String(now.getTime())], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(child, "exit");
  let heard = "";
  child.stdout.on("data", (chunk: Buffer) => {
    heard += chunk.toString();
  });
  while (!heard.includes(said) && child.exitCode === null) await Promise.race([once(child.stdout, "data"), gone]);
  setTimeout(() => child.kill("SIGKILL"), afterMs);
  const [, signal] = (await gone) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
}

test("an engine that is killed again and again loses nothing and does nothing twice", {
  timeout: 300_000,
}, async () => {
  const spec = { inFlightMax: 2, attemptsMax: 3 };
  const world = await createWorld(books.db, { waves: [2, 4], rule: {}, spec, mute: [1], rollsBack: [] });
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killedEngine(world.ctx.now(), { said: kill % 2 === 0 ? "round" : "leads", afterMs: kill * 9 });
    for (const place of world.sims.keys()) {
      await world.steps.claim(place);
      await world.steps.write();
      await world.steps.station(place);
      await world.steps.progress(place, false);
    }
    world.steps.time(3);
    await world.check(null);
    expect(world.violations).toEqual([]);
  }
  // What they did had a place in the books: somebody was sent to.
  expect(await books.db.firmwareAttempt.count()).toBeGreaterThan(0);
  await world.quiesce(await takeLead(world.ctx, "last"));
  await world.checkEnd();
  expect(world.violations).toEqual([]);
  const { status, outcome } = await books.db.campaign.findUniqueOrThrow({ where: { id: world.campaignId } });
  expect([status, outcome]).toEqual(["Completed", "Success"]);
});
