import { type Clock, pause } from "./clock";
import type { Connector } from "./connector";
import { type DownloadTruth, downloadFirmware } from "./firmware-download";
import { type FirmwareFault, planOf } from "./firmware-faults";
import type { TlsMaterial } from "./link";

export type FirmwareOptions = {
  /** 1.6 only: UpdateFirmware as the norm has it (unless told), or SignedUpdateFirmware of the security whitepaper. */
  readonly family?: "Plain" | "Signed" | undefined;
  readonly fault?: FirmwareFault | null | undefined;
  /** As fast as it goes, unless told. */
  readonly bytesPerSecond?: number | undefined;
  /** Fetches an image in ranges of so many bytes; in one go unless told. */
  readonly chunkBytes?: number | undefined;
  /** Overrides what the CSMS says. */
  readonly retryIntervalMs?: number | undefined;
  /** How long an install takes. */
  readonly installMs?: number | undefined;
  /** How long the reboot into an image takes. Without it: as long as its other reboots. */
  readonly rebootMs?: number | undefined;
  /** How long it is away with `LongOffline`. */
  readonly longOfflineMs?: number | undefined;
  /** How long its session lasts with `ChargesAfterCheck`, and whose it is. */
  readonly sessionMs?: number | undefined;
  readonly idTag?: string | undefined;
  /** Whether it says Installed with the new version or before it reboots into it. */
  readonly saysInstalled?: "AfterReboot" | "BeforeReboot" | undefined;
  /** Takes no session while an update waits, unless told (2.x: AllowNewSessionsPendingFirmwareUpdate). */
  readonly allowsNewSessions?: boolean | undefined;
  /** The version that an image makes of a station, by its first bytes; null: it is no image. */
  readonly versionOf?: ((head: Buffer) => string | null) | undefined;
  readonly tls?: TlsMaterial | undefined;
};

/** The words of 2.x and of the whitepaper; 1.6 has seven of them. */
export type FirmwareStep =
  | "DownloadScheduled"
  | "Downloading"
  | "Downloaded"
  | "DownloadFailed"
  | "SignatureVerified"
  | "InvalidSignature"
  | "InstallScheduled"
  | "Installing"
  | "InstallRebooting"
  | "InstallVerificationFailed"
  | "InstallationFailed"
  | "Installed";

export type UpdateOrder = {
  /** Null in plain 1.6. */
  readonly requestId: number | null;
  readonly location: string;
  readonly retrieveAt: string;
  readonly installAt: string | null;
  readonly retries: number | null;
  readonly retryIntervalSeconds: number | null;
  readonly signed: { readonly certificate: string; readonly signature: string } | null;
};

export type UpdateAnswer = "Accepted" | "AcceptedCanceled" | "Rejected" | "InvalidCertificate";

/** One order as the station lived it: what a CSMS's books are held against. */
export type FirmwareUpdate = {
  readonly order: UpdateOrder;
  readonly orderedAt: Date;
  readonly answer: UpdateAnswer;
  readonly hadSession: boolean;
  /** What it went through, told or not. */
  readonly steps: readonly FirmwareStep[];
  readonly download: DownloadTruth;
  /** Lost: it went into its reboot and never came back. */
  readonly outcome: "UnderWay" | "Refused" | "Cancelled" | "Interrupted" | "Failed" | "Lost" | "Installed";
};

/** What a station's firmware is asked to do, whichever version asks. */
export type FirmwareControl = {
  /** `begin` runs once the answer has left. */
  order(order: UpdateOrder): { readonly answer: UpdateAnswer; readonly begin: () => void };
  /** Repeats what it told last, as triggers ask. Null: it does not know such triggers. */
  readonly tellLast: (() => void) | null;
};

export type Firmware = FirmwareControl & {
  readonly isUpdating: boolean;
  readonly updates: readonly FirmwareUpdate[];
  /** The station loses what it was doing: switched off, or reset by somebody. */
  abandon(): void;
};

export type FirmwareDeps = {
  readonly options: FirmwareOptions;
  /** 1.6 without the whitepaper: no requestId, no promise to wait. */
  readonly isPlain: boolean;
  readonly clock: Clock;
  readonly connectors: readonly Connector[];
  readonly version: () => string;
  /** Null requestId: Idle. */
  readonly tell: (step: FirmwareStep | "Idle", requestId: number | null) => Promise<unknown>;
  readonly tellSecurityEvent: (type: string) => void;
  readonly reportStatuses: () => void;
  /** Resolves when it is online again. */
  readonly restart: (version: string, downMs: number | null, whileDown: () => void) => Promise<void>;
  readonly disappear: () => void;
  /** Loses the network a few times. */
  readonly flap: () => void;
  readonly fail: (connector: Connector) => void;
  readonly forgetSettings: () => void;
  readonly charge: (idTag: string, forMs: number) => void;
  readonly blame: (what: string, frame: unknown) => void;
  readonly ended: (update: FirmwareUpdate) => void;
};

type Running = {
  -readonly [K in keyof Omit<FirmwareUpdate, "steps">]: FirmwareUpdate[K];
} & { readonly steps: FirmwareStep[]; readonly ending: AbortController };

type Image = { readonly version: string };

type End = Exclude<FirmwareUpdate["outcome"], "UnderWay">;

const IDLE_CHECK_MS = 20;

/**
 * The firmware of one station.
 *
 *   order -> [DownloadScheduled] -> Downloading -> Downloaded -> [SignatureVerified] -> [InstallScheduled: sessions]
 *         -> Installing -> [InstallRebooting] -> reboot, BootNotification -> Installed
 *
 * Steps in brackets are those of 2.x and of the whitepaper. A plan bends it where the station has a fault.
 */
export function createFirmware(deps: FirmwareDeps): Firmware {
  const { clock, connectors } = deps;
  const options = settled(deps.options);
  const plan = planOf(options.fault);
  const updates: Running[] = [];
  const seen = new Set<number>();
  let last: { readonly step: FirmwareStep; readonly requestId: number | null } | null = null;
  let hasChargedAfterCheck = false;

  const current = () => updates.findLast(({ outcome }) => outcome === "UnderWay") ?? null;
  const hasSession = () => connectors.some(({ session }) => session !== null);
  // One whose start the CSMS has acknowledged: of others it cannot know yet.
  const hasKnownSession = () =>
    connectors.some(({ session }) => session?.phase === "Charging" || session?.phase === "SuspendedEV");

  const go = async (update: Running, step: FirmwareStep): Promise<void> => {
    const before = update.steps.at(-1);
    update.steps.push(step);
    const { requestId } = update.order;
    if (plan.tells === "Nothing") return;
    last = { step, requestId };
    const words = plan.tells === "Jumble" ? [step, step, ...(before === undefined ? [] : [before])] : [step];
    await Promise.all(words.map((word) => deps.tell(word, requestId)));
  };

  const end = (update: Running, outcome: End) => {
    if (update.outcome !== "UnderWay") return;
    update.outcome = outcome;
    update.ending.abort();
    for (const connector of connectors) connector.isClosedForUpdate = false;
    deps.reportStatuses();
    deps.ended(update);
  };

  const failed = (update: Running, step: FirmwareStep): End => {
    void go(update, step);
    return "Failed";
  };

  const waitForTime = async ({ order, ending }: Running, scheduled: () => void): Promise<boolean> => {
    const early = Date.parse(order.retrieveAt) - clock.now();
    if (early <= 0) return true;
    if (!deps.isPlain) scheduled();
    return pause(clock, early, ending.signal);
  };

  const fetch = async (update: Running): Promise<End | Image> => {
    const { order, download, ending } = update;
    if (!(await waitForTime(update, () => void go(update, "DownloadScheduled")))) return "Interrupted";
    const ordered = updates.filter(({ outcome }) => outcome !== "Refused").length;
    if (ordered <= plan.failedDownloads) return failToFetch(update);
    const head = await downloadFirmware(
      {
        location: order.location,
        retries: order.retries ?? 0,
        retryIntervalMs: options.retryIntervalMs ?? (order.retryIntervalSeconds ?? 0) * 1000,
        bytesPerSecond: options.bytesPerSecond / plan.slowness,
        chunkBytes: options.chunkBytes,
        tls: options.tls,
        clock,
        signal: ending.signal,
        onTry: () => void go(update, "Downloading"),
      },
      download,
    );
    if (ending.signal.aborted) return "Interrupted";
    if (head === null) return failed(update, "DownloadFailed");
    void go(update, "Downloaded");
    const version = options.versionOf(head);
    return version === null ? failed(update, "InstallVerificationFailed") : { version };
  };

  // No room for it: nothing is fetched.
  const failToFetch = async (update: Running): Promise<End> => {
    void go(update, "Downloading");
    await pause(clock, IDLE_CHECK_MS, update.ending.signal);
    return update.ending.signal.aborted ? "Interrupted" : failed(update, "DownloadFailed");
  };

  const verify = (update: Running): End | null => {
    if (plan.image === "InvalidSignature") {
      deps.tellSecurityEvent("InvalidFirmwareSignature");
      return failed(update, "InvalidSignature");
    }
    if (update.order.signed !== null) void go(update, "SignatureVerified");
    return null;
  };

  const waitForPeace = async (update: Running): Promise<End | null> => {
    const { signal } = update.ending;
    const early = update.order.installAt === null ? 0 : Date.parse(update.order.installAt) - clock.now();
    if (early > 0 || hasSession()) void go(update, "InstallScheduled");
    if (early > 0 && !(await pause(clock, early, signal))) return "Interrupted";
    do {
      if (!options.allowsNewSessions) closeFree();
      if (!hasSession()) break;
    } while (await pause(clock, IDLE_CHECK_MS, signal));
    if (signal.aborted) return "Interrupted";
    closeFree();
    return null;
  };

  const closeFree = () => {
    const free = connectors.filter(({ session, isClosedForUpdate }) => session === null && !isClosedForUpdate);
    for (const connector of free) connector.isClosedForUpdate = true;
    if (free.length > 0) deps.reportStatuses();
  };

  const install = async (update: Running): Promise<End | null> => {
    void go(update, "Installing");
    if (!(await pause(clock, options.installMs, update.ending.signal))) return "Interrupted";
    return plan.image === "NotInstallable" ? failed(update, "InstallationFailed") : null;
  };

  const restart = async (update: Running, version: string): Promise<End> => {
    const saysBefore = options.saysInstalled === "BeforeReboot" || plan.saysInstalled === "BeforeReboot";
    await go(update, saysBefore ? "Installed" : "InstallRebooting");
    if (plan.returns === "Never") return "Lost";
    const down = plan.returns === "Late" ? options.longOfflineMs : options.rebootMs;
    await deps.restart(plan.boots === "New" ? version : deps.version(), down, wakeUp);
    if (!saysBefore) void go(update, "Installed");
    if (plan.tells === "Steps") deps.tellSecurityEvent("FirmwareUpdated");
    if (plan.returns === "Flapping") deps.flap();
    return "Installed";
  };

  const wakeUp = () => {
    for (const connector of connectors) connector.isClosedForUpdate = false;
    const [first] = connectors;
    if (plan.isBack === "Faulted" && first) deps.fail(first);
    const gone = connectors.at(-1);
    if (plan.isBack === "WithoutConnector" && gone) gone.isMissing = true;
    if (plan.isBack === "WithFactorySettings") deps.forgetSettings();
  };

  const run = async (update: Running) => {
    const image = await fetch(update);
    if (typeof image === "string") return end(update, image);
    const obstacle = verify(update) ?? (await waitForPeace(update)) ?? (await install(update));
    const outcome = obstacle ?? (await restart(update, image.version));
    end(update, outcome);
    if (outcome === "Lost") deps.disappear();
  };

  const answerTo = (order: UpdateOrder): UpdateAnswer => {
    if (plan.image === "InvalidCertificate" || (order.signed !== null && !isCertificate(order.signed.certificate))) {
      return deps.isPlain ? "Accepted" : "InvalidCertificate";
    }
    if (plan.whileCharging === "Rejects" && hasSession()) return "Rejected";
    const busy = current();
    if (busy === null) return "Accepted";
    return !deps.isPlain && canCancel(busy) ? "AcceptedCanceled" : "Rejected";
  };

  const canCancel = ({ steps }: Running) => !steps.some((step) => /^Install(ing|ed|Rebooting)$/.test(step));

  const judge = (order: UpdateOrder) => {
    const busy = current();
    if (busy !== null) deps.blame(`An update was ordered while ${busy.order.requestId ?? "one"} is under way`, order);
    if (order.requestId !== null && seen.has(order.requestId)) {
      deps.blame(`The requestId ${order.requestId} was used twice`, order);
    }
    if (deps.isPlain && hasKnownSession()) deps.blame("An update was ordered in an open session", order);
    if (order.requestId !== null) seen.add(order.requestId);
  };

  const tellLast = () => {
    if (last === null || last.step === "Installed" || (deps.isPlain && current() === null))
      void deps.tell("Idle", null);
    else void deps.tell(last.step, last.requestId);
    if (!plan.chargesAfterCheck || hasChargedAfterCheck) return;
    hasChargedAfterCheck = true;
    deps.charge(options.idTag, options.sessionMs);
  };

  return {
    get isUpdating() {
      return current() !== null;
    },
    updates,
    order(order) {
      judge(order);
      const answer = answerTo(order);
      const isTaken = answer === "Accepted" || answer === "AcceptedCanceled";
      const cancelled = isTaken ? current() : null;
      const update: Running = {
        order,
        orderedAt: new Date(clock.now()),
        answer,
        hadSession: hasSession(),
        steps: [],
        download: { statuses: [], offsets: [], bytes: 0, sha256: null },
        outcome: isTaken ? "UnderWay" : "Refused",
        ending: new AbortController(),
      };
      if (cancelled !== null) end(cancelled, "Cancelled");
      updates.push(update);
      const begin = () => {
        if (cancelled !== null) void deps.tell("DownloadFailed", cancelled.order.requestId);
        if (answer === "InvalidCertificate") deps.tellSecurityEvent("InvalidFirmwareSigningCertificate");
        if (isTaken) void run(update);
      };
      return { answer, begin };
    },
    tellLast: plan.knowsTriggers ? tellLast : null,
    abandon() {
      const busy = current();
      if (busy !== null) end(busy, "Interrupted");
      last = null;
    },
  };
}

type Settled = {
  readonly [K in Exclude<keyof FirmwareOptions, "family">]-?: Exclude<FirmwareOptions[K], undefined> | null;
} & typeof DEFAULTS;

const DEFAULTS = {
  bytesPerSecond: Number.POSITIVE_INFINITY,
  installMs: 1_000,
  longOfflineMs: 60_000,
  sessionMs: 1_000,
  idTag: "KITUO-SIM-1",
  saysInstalled: "AfterReboot",
  allowsNewSessions: false,
  versionOf: firstLine,
};

function settled(options: FirmwareOptions): Settled {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const unset = { fault: null, chunkBytes: null, retryIntervalMs: null, rebootMs: null, tls: null };
  return { ...unset, ...DEFAULTS, ...given } as Settled;
}

/** Looked at loosely: that it is one, not whose. */
const isCertificate = (pem: string): boolean => /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.test(pem);

/** An image for simulated stations begins with "KITUO-FIRMWARE 1.5.0" and the end of that line. */
function firstLine(head: Buffer): string | null {
  return /^KITUO-FIRMWARE (\S{1,50})\r?\n/.exec(head.toString("latin1"))?.[1] ?? null;
}
