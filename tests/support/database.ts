import { randomBytes } from "node:crypto";
import { cloneDatabase, dropDatabase, urlOfDatabase } from "@/lib/launch/databases.mjs";

export type FreshDatabase = {
  readonly url: string;
  /** Drops it even while something is connected. */
  readonly drop: () => Promise<void>;
};

/** A migrated, empty database of one's own: a copy of the template, made in about a tenth of a second. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const templateUrl = process.env["DATABASE_URL_TEMPLATE"];
  if (templateUrl === undefined) {
    throw new Error("There is no test database: put the test into a folder whose project in vitest.config.ts has one.");
  }
  const serverUrl = urlOfDatabase(templateUrl, "postgres");
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `kituo_${randomBytes(6).toString("hex")}`;
  await cloneDatabase(serverUrl, name, template);
  return { url: urlOfDatabase(serverUrl, name), drop: () => dropDatabase(serverUrl, name) };
}
