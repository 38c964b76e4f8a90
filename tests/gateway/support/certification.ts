/** A certification case as a test: a station of its own, the tool's reusable states, our commands and our books. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { CommandView } from "@/lib/domain/command-view";
import type { CommandState } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { startGateway, type TestGateway } from "../../support/gateway";
import { CASES, type CaseId } from "../certification/cases";
import type { DialOptions } from "./raw-station";
import { minutesAgo } from "./session-frames";
import { A_TIME, A_TRANSACTION_ID, AN_ID, dialAsTool, type ToolStation, transactionIdOf } from "./tool-station";

type Command = Parameters<typeof requestCommand>[1]["command"];

/** A command on its way, or done. */
export type Ordered = {
  readonly id: string;
  readonly becomes: (state: CommandState, facts?: Partial<CommandView>) => Promise<CommandView>;
};

/** What a case has to work with; its station's identity is its id. */
export type Bench = {
  readonly kituo: TestGateway;
  readonly identity: string;
  /** Adds a card; each case has its own, since one card charges at one place. */
  readonly knows: (
    uid: string,
    facts?: { readonly status?: string; readonly groupId?: string; readonly expiresAt?: Date },
  ) => Promise<void>;
  readonly dials: (options?: DialOptions & { readonly url?: string }) => Promise<ToolStation>;
  /** Reusable state Booted. */
  readonly booted: () => Promise<ToolStation>;
  /** Reusable state Charging, of a known card on connector 1 from 1000 Wh on. */
  readonly charging: (idTag: string) => Promise<{ readonly station: ToolStation; readonly transactionId: number }>;
  /** Asks the station for something, as an operator does. */
  readonly orders: (command: Command) => Promise<Ordered>;
  readonly follows: (command: { readonly id: string }) => Ordered;
  readonly books: ReturnType<typeof booksOf>;
};

/** A gateway for a file of cases, and what makes a case a test of that file. */
export function certification(options: Parameters<typeof startGateway>[0] = {}) {
  let kituo: TestGateway;
  beforeAll(async () => {
    kituo = await startGateway(options);
  });
  afterAll(() => kituo.stop());

  return {
    /** Runs a case. At its end the station has been sent nothing that was not expected. */
    certify: (id: CaseId, run: (bench: Bench) => Promise<void>): void => {
      test(`${id} ${titleOf(id)}`, async () => {
        const dialled: ToolStation[] = [];
        const bench = createBench(kituo, id, dialled);
        await run(bench);
        await isSentOneMore(bench, dialled.at(-1));
        for (const station of dialled) expect(station.unexpected()).toEqual([]);
        await Promise.all(dialled.map(({ leaves }) => leaves()));
      });
    },
  };
}

/** Commands go out in the order they were asked for: whatever a case has set off has been sent before this one. */
async function isSentOneMore({ orders }: Bench, station: ToolStation | undefined): Promise<void> {
  if (station?.isConnected() !== true) return;
  const last = await orders({ type: "Raw", action: "ClearCache", payload: {} });
  await station.isSent([2, AN_ID, "ClearCache", {}], [3, AN_ID, { status: "Rejected" }]);
  await last.becomes("Rejected");
}

const titleOf = (id: CaseId): string | undefined => new Map(Object.values(CASES).flatMap(Object.entries)).get(id);

function createBench(kituo: TestGateway, identity: string, dialled: ToolStation[]): Bench {
  const { db, ctx } = kituo;
  const knows: Bench["knows"] = async (uid, { status = "Accepted", groupId = null, expiresAt = null } = {}) => {
    await db.token.create({ data: { uid, uidKey: uid.toLowerCase(), status, groupId, expiresAt } });
  };
  const dials: Bench["dials"] = async ({ url = kituo.ocppUrl, ...options } = {}) => {
    if ((await db.station.count({ where: { identity } })) === 0) await kituo.addStation(identity);
    const station = await dialAsTool(url, identity, options);
    dialled.push(station);
    return station;
  };
  const booted: Bench["booted"] = async () => {
    const station = await dials();
    await boots(station, "boot");
    return station;
  };
  const follows: Bench["follows"] = ({ id }) => ({
    id,
    becomes: (state, facts = {}) =>
      vi.waitFor(async () => {
        const command = await readCommand(ctx, id);
        expect(command).toMatchObject({ state, ...facts });
        return command;
      }, 10_000),
  });
  return {
    kituo,
    identity,
    knows,
    dials,
    booted,
    charging: async (idTag) => {
      await knows(idTag);
      const station = await booted();
      return { station, transactionId: await charges(station, idTag) };
    },
    orders: async (command) => follows(await requestCommand(ctx, { identity, command })),
    follows,
    books: booksOf(kituo, identity),
  };
}

/** BootNotification and every StatusNotification, under message ids of their own. */
export async function boots(station: ToolStation, id: string): Promise<void> {
  await station.says(
    [
      2,
      id,
      "BootNotification",
      { chargePointVendor: "Kituo", chargePointModel: "Tool 1.6", chargePointSerialNumber: "SN-16" },
    ],
    [3, id, { status: "Accepted", currentTime: A_TIME, interval: 300 }],
  );
  await station.says(
    [2, `${id}-0`, "StatusNotification", { connectorId: 0, errorCode: "NoError", status: "Available" }],
    [3, `${id}-0`, {}],
  );
  await station.says(
    [2, `${id}-1`, "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, `${id}-1`, {}],
  );
  await station.says(
    [2, `${id}-2`, "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Available" }],
    [3, `${id}-2`, {}],
  );
}

async function charges(station: ToolStation, idTag: string): Promise<number> {
  await station.says([2, "auth", "Authorize", { idTag }], [3, "auth", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "prep", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "prep", {}],
  );
  const started = await station.says(
    [2, "start", "StartTransaction", { connectorId: 1, idTag, meterStart: 1_000, timestamp: minutesAgo(0.5) }],
    [3, "start", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "charge", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "charge", {}],
  );
  return transactionIdOf(started);
}

/** What is in the books of a station. */
function booksOf({ db }: TestGateway, identity: string) {
  const ofStation = { where: { station: { identity } }, orderBy: { id: "asc" } } as const;
  return {
    station: () => db.station.findUniqueOrThrow({ where: { identity } }),
    connector: (evse: number) => db.connector.findFirstOrThrow({ where: { station: { identity }, evse } }),
    sessions: () => db.chargingSession.findMany(ofStation),
    session: (id: number) =>
      db.chargingSession.findUniqueOrThrow({ where: { id }, include: { journal: { orderBy: { id: "asc" } } } }),
    /** Of firmware, diagnostics and logs, oldest first: kind, status, request. */
    reports: async () => {
      const rows = await db.stationReport.findMany(ofStation);
      return rows.map(({ kind, status, requestId }) => [kind, status, requestId] as const);
    },
    securityEvents: () => db.securityEvent.findMany(ofStation),
    certificateRequests: () => db.certificateRequest.findMany(ofStation),
    connections: () => db.connection.findMany({ where: { station: { identity } }, orderBy: { epoch: "asc" } }),
    /** Handshakes refused for this reason; they are stored after their answer. */
    refused: (reason: string) =>
      vi.waitFor(
        () => db.handshakeRefusal.findUniqueOrThrow({ where: { identity_reason: { identity, reason } } }),
        5_000,
      ),
    logged: async (action: string) => {
      const { id: stationId } = await db.station.findUniqueOrThrow({ where: { identity } });
      return db.messageLog.findMany({ where: { stationId, action }, orderBy: { id: "asc" } });
    },
  };
}
