/** The database under test, seen from outside: what it promises, what it holds, what the bench puts there first. */
import { Client } from "pg";
import { hashPassword } from "@/lib/services/stations/password-hash";
import type { Acknowledged } from "./closed-loop";
import { familyMeter, type Meter, parentOf } from "./processor-time";

export type Rows = {
  readonly chargingSessions: number;
  readonly endedSessions: number;
  readonly sessionEvents: number;
  readonly meterValues: number;
  readonly messages: number;
};

export type Durability = Readonly<Record<(typeof PROMISES)[number], string>>;

export type Books = {
  readonly durability: Durability;
  readonly meter: Meter;
  readonly count: () => Promise<Rows>;
  readonly addTokens: (uids: readonly string[]) => Promise<void>;
  readonly addStations: (identities: readonly string[], password: string | null) => Promise<void>;
  readonly close: () => Promise<void>;
};

const PROMISES = ["fsync", "synchronous_commit", "full_page_writes"] as const;

/** Refuses a database that could forget what it has acknowledged: its figures would mean nothing. */
export async function openBooks(url: string): Promise<Books> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const durability = await durabilityOf(client);
  const broken = PROMISES.filter((name) => durability[name] !== "on");
  if (broken.length > 0) throw new Error(`the database runs with ${broken.join(" and ")} not on`);

  return {
    durability,
    meter: familyMeter(await postmasterOf(client)),
    count: async () => {
      const { rows } = await client.query<Rows>(COUNT);
      const [row] = rows;
      if (row === undefined) throw new Error("the rows could not be counted");
      return row;
    },
    addTokens: async (uids) => {
      await client.query("INSERT INTO token (uid, uid_key) SELECT uid, lower(uid) FROM unnest($1::text[]) AS t(uid)", [
        uids,
      ]);
    },
    addStations: async (identities, password) => {
      await client.query(
        `INSERT INTO station (identity, identity_key, security_profile, password_hash)
         SELECT identity, lower(identity), $2, $3 FROM unnest($1::text[]) AS t(identity)`,
        [identities, password === null ? 0 : 1, password === null ? null : await hashPassword(password)],
      );
    },
    close: () => client.end(),
  };
}

/** What the acknowledged calls must have left behind. */
export function expectedRows({ calls, starts, readings, ends }: Acknowledged, version: "1.6" | "2.0.1"): Rows {
  const updates = version === "1.6" ? 0 : readings;
  return {
    chargingSessions: starts,
    endedSessions: ends,
    sessionEvents: starts + updates + ends,
    meterValues: readings,
    messages: calls,
  };
}

export function difference(after: Rows, before: Rows): Rows {
  return {
    chargingSessions: after.chargingSessions - before.chargingSessions,
    endedSessions: after.endedSessions - before.endedSessions,
    sessionEvents: after.sessionEvents - before.sessionEvents,
    meterValues: after.meterValues - before.meterValues,
    messages: after.messages - before.messages,
  };
}

/** One line for each table that holds something else than was acknowledged. */
export function mismatches(where: string, expected: Rows, counted: Rows): readonly string[] {
  return (Object.keys(expected) as (keyof Rows)[])
    .filter((table) => expected[table] !== counted[table])
    .map((table) => `${where}: ${counted[table]} ${table}, but ${expected[table]} were acknowledged`);
}

const COUNT = `SELECT
  (SELECT count(*) FROM charging_session)::int AS "chargingSessions",
  (SELECT count(*) FROM charging_session WHERE phase = 'Ended')::int AS "endedSessions",
  (SELECT count(*) FROM session_event)::int AS "sessionEvents",
  (SELECT count(*) FROM meter_value WHERE session_id IS NOT NULL)::int AS "meterValues",
  (SELECT count(*) FROM message_log WHERE direction = 'In' AND result = 'Ok')::int AS "messages"`;

async function durabilityOf(client: Client): Promise<Durability> {
  const { rows } = await client.query<Durability>(
    `SELECT ${PROMISES.map((name) => `current_setting('${name}') AS ${name}`).join(", ")}`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the database does not say how durable it is");
  return row;
}

/** The parent of our own backend. */
async function postmasterOf(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return parentOf(rows[0]?.pid ?? -1);
}
