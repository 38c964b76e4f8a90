import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NIGHT } from "../../unit/domain/firmware/world-histories";
import { aGateway, type Books, openBooks } from "../books";
import { aVictim } from "./frozen-work";
import { aWorld, quiesce } from "./world-plays";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(NIGHT + 10 * 365 * 86_400_000));
});
afterAll(() => books.close());

const KILLS = 8;
const SCRIPT = fileURLToPath(new URL("engine-process.ts", import.meta.url));

const STATION = {
  kind: "Plain",
  isMute: false,
  repeats: false,
  triggers: true,
  fates: [],
  tellsVersion: true,
} as const;
const FLEET = {
  fleet: {
    stations: Array.from({ length: 6 }, (_, site) => ({ ...STATION, isMute: site === 1, site })),
    hasWindows: false,
  },
  plans: [
    {
      waves: [
        [0, 1],
        [2, 3, 4, 5],
      ],
      spec: { inFlightMax: 2, inFlightPerSiteMax: 2, usablePerSiteMin: 0, startsPerMinute: 100, attemptsMax: 3 },
      rule: { success: 0, failuresMax: 100, failureRateMax: null, lostMax: 100, soakSeconds: 20, comparesSoak: false },
      hasManualGate: false,
      isSigned: false,
      isBestEffort: false,
    },
  ],
};

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
  const victim = aVictim(books.url);
  const world = await aWorld({ db: books.db, victim }, FLEET);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killedEngine(world.ctx.now(), { said: kill % 2 === 0 ? "round" : "leads", afterMs: kill * 9 });
    world.wire.mayHaveOrders();
    await world.look();
    for (const sim of world.sims) {
      await world.wire.claim(sim);
      await world.wire.send();
      while (await world.wire.hear(sim));
      await world.wire.work(sim);
    }
    world.now += 3_000;
    expect(world.broken).toEqual([]);
  }
  // What they did had a place in the books: somebody was sent to.
  expect(await books.db.firmwareAttempt.count()).toBeGreaterThan(0);
  await world.takeOver();
  await quiesce(world);
  await world.checkEnd();
  expect(world.broken).toEqual([]);
  await victim.db.$disconnect();
  const { status, outcome } = await books.db.campaign.findUniqueOrThrow({ where: { id: world.campaignAt(0) } });
  expect([status, outcome]).toEqual(["Completed", "Success"]);
});
