import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { createApi } from "@/app/api/v1/api";
import { PrismaClient } from "@/lib/db/generated/client";
import { inProject } from "@/lib/launch/project.mjs";
import type { ListRow } from "./measure";

/** Quicker statements are not worth a page. */
const WORTH_MS = 2;

type Query = { readonly text: string; readonly params: readonly unknown[] };

export const PLANS_FOLDER = inProject("tests", "artefacts", "list-plans");

/**
 * Asks the same questions once more of an API in this process, whose statements are heard, and keeps how PostgreSQL
 * answered each: one file per question, the slowest statement first. Returns what each question spent in the database.
 */
export async function keepPlans(
  databaseUrl: string,
  apiKey: string,
  rows: readonly ListRow[],
): Promise<ReadonlyMap<string, number>> {
  rmSync(PLANS_FOLDER, { recursive: true, force: true });
  mkdirSync(PLANS_FOLDER, { recursive: true });
  const heard: Query[] = [];
  const db = new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: 2 }),
    log: [{ emit: "event", level: "query" }],
  });
  db.$on("query", ({ query, params }) => heard.push({ text: query, params: JSON.parse(params) }));
  const onError = (error: unknown): never => {
    throw error;
  };
  const api = createApi({ db, now: () => new Date(), publicOcppUrl: null, ocppPort: 9220, ocppsPort: null, onError });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const spent = new Map<string, number>();
  try {
    for (const row of rows) {
      for (const [page, url] of [["first", row.url] as const, ["fifth", row.fifthUrl] as const]) {
        if (url === null) continue;
        heard.length = 0;
        await api.fetch(new Request(url, { headers: { authorization: `Bearer ${apiKey}` } }));
        const plans = await explainAll(client, heard);
        spent.set(
          `${row.name} ${page}`,
          plans.reduce((sum, { ms }) => sum + ms, 0),
        );
        const file = path.join(PLANS_FOLDER, `${`${row.name} ${page}`.replace(/[^\w=.-]+/g, "_")}.txt`);
        writeFileSync(file, [url, ...plans.filter(({ ms }) => ms >= WORTH_MS).map(({ text }) => text)].join("\n\n"));
      }
    }
  } finally {
    await client.end();
    await db.$disconnect();
  }
  return spent;
}

async function explainAll(client: pg.Client, queries: readonly Query[]) {
  const plans: { readonly ms: number; readonly text: string }[] = [];
  for (const { text, params } of queries) {
    if (!/^\s*(SELECT|WITH)\b/i.test(text)) continue;
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, [...params]);
    const lines = rows.map((row) => row["QUERY PLAN"]);
    const ms = Number(/Execution Time: ([\d.]+)/.exec(lines.at(-1) ?? "")?.[1] ?? 0);
    plans.push({ ms, text: [text.trim(), `-- ${JSON.stringify(params).slice(0, 2_000)}`, ...lines].join("\n") });
  }
  return plans.toSorted((a, b) => b.ms - a.ms);
}
