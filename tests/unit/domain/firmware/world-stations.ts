/** Stations as they are, whatever the books believe: they flash, charge, lose their link and leave things unsaid. */
import type { FirmwareStatus } from "@/lib/domain/station-message";
import { type Books, type CommandRow, stationOf } from "./world-books";

export type Fate =
  | "Ok"
  | "DownloadFailed"
  | "InstallFailed"
  | "OldVersion"
  | "Faulted"
  | "Dies"
  | "InvalidSignature"
  | "Rejected";
export type Traits = {
  readonly kind: "Plain" | "Signed" | "V2";
  /** Tells no progress of its own. */
  readonly isMute: boolean;
  readonly repeats: boolean;
  readonly triggers: boolean;
  /** What becomes of its first updates; all later ones end well. */
  readonly fates: readonly Fate[];
  readonly tellsVersion: boolean;
};
/** A frame of a station: what it answers, and what it tells by itself. */
export type Told =
  | {
      readonly type: "Answer";
      readonly commandId: string;
      readonly state: CommandRow["state"];
      readonly status: string | null;
      readonly error: string | null;
    }
  | { readonly type: "Status"; readonly status: FirmwareStatus; readonly number: number | null }
  | { readonly type: "Boot" }
  | { readonly type: "Connector" };

export type Station = {
  readonly id: number;
  readonly traits: Traits;
  version: string;
  /** What it works on: steps 0 downloading, 1 downloaded, 2 installing, 3 rebooting. */
  update: { number: number; step: number; fate: Fate } | null;
  updates: number;
  lastTold: { status: FirmwareStatus; number: number } | null;
  isConnected: boolean;
  isCharging: boolean;
  isOut: boolean;
  isFaulted: boolean;
  /** Off the air until somebody comes. */
  isDead: boolean;
  bootsNext: boolean;
  /** It will say that it has installed, whatever it runs. */
  claims: boolean;
  /** Frames on their way to us, in order; gone with the link. */
  queue: Told[];
  received: number[];
};

const STEPS: readonly FirmwareStatus[] = ["Downloading", "Downloaded", "Installing", "InstallRebooting"];

export const isPlain = ({ traits }: Station): boolean => traits.kind === "Plain";

export type Received = Pick<CommandRow, "id" | "number" | "kind" | "isSigned">;

/** A frame arrives. `onClash`: it came while the station works on another update. */
export function receive(station: Station, command: Received, onClash: () => void): void {
  const answer = (state: CommandRow["state"], status: string | null = null, error: string | null = null): void => {
    station.queue.push({ type: "Answer", commandId: command.id, state, status, error });
  };
  switch (command.kind) {
    case "Status":
      if (!station.traits.triggers) return answer("NotSupported", null, "NotImplemented");
      answer("Done", "Accepted");
      return tellState(station);
    case "Boot":
      answer("Done", "Accepted");
      station.queue.push({ type: "Boot" });
      return;
    case "Drain":
      answer("Done", "Accepted");
      station.isOut = true;
      station.queue.push({ type: "Connector" });
      return;
    case "Cancel":
      answer("Accepted", station.update === null ? "Accepted" : "AcceptedCanceled");
      if (station.update !== null && station.update.step < 2) endUpdate(station, "DownloadFailed");
      station.queue.push({ type: "Status", status: "DownloadFailed", number: command.number });
      return;
    case "Update":
      return receiveUpdate(station, command, { answer, onClash });
  }
}

type Answering = {
  answer: (state: CommandRow["state"], status?: string | null, error?: string | null) => void;
  onClash: () => void;
};

function receiveUpdate(station: Station, command: Received, { answer, onClash }: Answering): void {
  const { kind, fates } = station.traits;
  const wantsSigned = kind === "Signed";
  if (kind !== "V2" && command.isSigned !== wantsSigned) return answer("NotSupported", null, "NotSupported");
  station.received.push(command.number);
  if (station.update !== null) onClash();
  const fate = fates[station.updates] ?? "Ok";
  station.updates += 1;
  if (fate === "Rejected" && kind !== "Plain") return answer("Rejected", "Rejected");
  if (fate === "Rejected") return answer("Failed", null, "InternalError");
  station.update = { number: command.number, step: 0, fate };
  answer("WaitingForEffect", kind === "Plain" ? null : "Accepted");
}

function tellState(station: Station): void {
  const { update, lastTold } = station;
  if (update !== null) return tell(station, STEPS[update.step] ?? "Installing", update.number, true);
  if (lastTold !== null && lastTold.status !== "Installed")
    return tell(station, lastTold.status, lastTold.number, true);
  station.queue.push({ type: "Status", status: "Idle", number: null });
}

function tell(station: Station, status: FirmwareStatus, number: number, isAsked = false): void {
  if (station.traits.isMute && !isAsked) return;
  if (!station.isConnected) return;
  const told = { type: "Status", status, number: isPlain(station) ? null : number } as const;
  station.queue.push(told);
  if (station.traits.repeats) station.queue.push(told);
  station.lastTold = { status, number };
}

function endUpdate(station: Station, status: FirmwareStatus): void {
  if (station.update === null) return;
  const { number } = station.update;
  tell(station, status, number);
  // Asked later it says this, also if it did not say it by itself.
  station.lastTold = { status, number };
  station.update = null;
}

/** It gets one step further, if it can. `canFetch`: its file is still served. */
export function work(station: Station, canFetch: boolean): "Fetched" | "Moved" | null {
  const { update } = station;
  if (update === null || station.isDead) return null;
  switch (update.step) {
    case 0:
      if (!canFetch || update.fate === "DownloadFailed") {
        endUpdate(station, "DownloadFailed");
        return "Moved";
      }
      tell(station, "Downloading", update.number);
      update.step = 1;
      return "Fetched";
    case 1:
      tell(station, "Downloaded", update.number);
      if (update.fate === "InvalidSignature" && !isPlain(station)) {
        endUpdate(station, "InvalidSignature");
        return "Moved";
      }
      update.step = 2;
      return "Moved";
    case 2:
      if (station.isCharging) return null;
      if (update.fate === "InstallFailed") {
        endUpdate(station, "InstallationFailed");
        return "Moved";
      }
      tell(station, "Installing", update.number);
      update.step = 3;
      return "Moved";
    default:
      return reboot(station, update);
  }
}

function reboot(station: Station, { fate, number }: { fate: Fate; number: number }): "Moved" {
  tell(station, fate === "Dies" ? "Installed" : "InstallRebooting", number);
  if (fate !== "OldVersion") station.version = "2";
  station.claims = true;
  station.isFaulted = fate === "Faulted";
  station.isDead = fate === "Dies";
  station.update = null;
  station.lastTold = null;
  station.bootsNext = true;
  station.isConnected = false;
  station.queue = [];
  return "Moved";
}

/** The link comes or goes; with it what was on the way. */
export function connect(books: Books, station: Station, now: number): void {
  if (station.isConnected || station.isDead) return;
  const row = stationOf(books, station.id);
  station.isConnected = true;
  row.isOnline = true;
  row.epoch += 1;
  row.connectedAt = now;
  row.connections.push(now);
  if (!station.bootsNext) return;
  station.bootsNext = false;
  station.queue.push({ type: "Boot" }, { type: "Connector" });
  if (station.claims && !station.traits.isMute) {
    station.queue.push({ type: "Status", status: "Installed", number: station.received.at(-1) ?? null });
  }
}

export function noteLink(books: Books, station: Station, now: number): void {
  const row = stationOf(books, station.id);
  if (station.isConnected || !row.isOnline) return;
  row.isOnline = false;
  row.disconnectedAt = now;
  station.queue = [];
}

/** Its next frame is stored. */
export function hearNext(books: Books, station: Station, now: number): void {
  const told = station.isConnected ? station.queue.shift() : undefined;
  if (told === undefined) return;
  const row = stationOf(books, station.id);
  switch (told.type) {
    case "Answer":
      return hearAnswer(books, told, now);
    case "Status":
      books.reports.push({
        id: books.reports.length + 1,
        stationId: station.id,
        status: told.status,
        requestId: isPlain(station) ? null : told.number,
        at: now,
      });
      return;
    case "Boot":
      row.bootedAt = now;
      row.version = station.traits.tellsVersion ? station.version : null;
      return;
    case "Connector":
      row.status = statusOf(station);
      row.toldAt = now;
      if (row.status === "Faulted") row.faults.push(now);
  }
}

/** One that comes after it was given up is not taken any more. */
function hearAnswer(books: Books, told: Extract<Told, { readonly type: "Answer" }>, now: number): void {
  const command = books.commands.find(({ id }) => id === told.commandId);
  if (command === undefined || command.state !== "Sent") return;
  const { state, status, error } = told;
  Object.assign(command, { state, answerStatus: status, errorCode: error, answeredAt: now });
}

export function statusOf(station: Station) {
  if (station.isFaulted) return "Faulted" as const;
  if (station.isOut && !station.isCharging) return "Unavailable" as const;
  return station.isCharging ? ("Occupied" as const) : ("Available" as const);
}
