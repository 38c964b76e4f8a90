import pg from "pg";

export type Notification = { readonly channel: string; readonly payload: string };

export type NotificationsOptions = {
  readonly url: string;
  readonly channels: readonly string[];
  readonly onNotification: (notification: Notification) => void;
  /** Told at every loss and return of the connection: what came meanwhile must be polled for. */
  readonly onConnected: (isConnected: boolean, error: Error | null) => void;
};

export type Notifications = {
  /** Session advisory lock on this connection: held until the connection ends. False while somebody else has it. */
  readonly tryLock: (key: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

const RETRY_MS = 1_000;

/**
 * One dedicated connection for LISTEN and session locks. Prisma is the one way to the data, but it has
 * neither notifications nor a connection of its own to hold a lock on; no rows are read or written here.
 */
export function openNotifications(options: NotificationsOptions): Notifications {
  let client: pg.Client | null = null;
  let isClosed = false;
  let retry: NodeJS.Timeout | null = null;

  const lose = (lost: pg.Client, error: Error | null): void => {
    if (client !== lost) return;
    client = null;
    options.onConnected(false, error);
    if (!isClosed) retry = setTimeout(() => void dial(), RETRY_MS);
  };

  const dial = async (): Promise<void> => {
    if (isClosed) return;
    const dialled = new pg.Client({
      connectionString: options.url,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    client = dialled;
    dialled.on("error", (error) => lose(dialled, error));
    dialled.on("end", () => lose(dialled, null));
    dialled.on("notification", ({ channel, payload }) => options.onNotification({ channel, payload: payload ?? "" }));
    try {
      await dialled.connect();
      for (const channel of options.channels) await dialled.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      options.onConnected(true, null);
    } catch (error) {
      lose(dialled, error instanceof Error ? error : new Error(String(error)));
      await dialled.end().catch(() => undefined);
    }
  };

  const askForLock = async (key: number): Promise<boolean> => {
    if (client === null) return false;
    const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1) AS held", [key]);
    return rows[0]?.held === true;
  };

  let asking: Promise<unknown> = Promise.resolve();
  void dial();
  return {
    tryLock: (key) => {
      // A connection answers one question at a time, and several loops ask.
      const asked = asking.then(() => askForLock(key));
      asking = asked.catch(() => undefined);
      return asked;
    },
    close: async () => {
      isClosed = true;
      if (retry !== null) clearTimeout(retry);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
