/** What can go wrong with an update, as it is known from the field. */
export const FIRMWARE_FAULTS = [
  "SlowDownload",
  "DownloadFailsTwice",
  "DownloadFails",
  "InstallFails",
  "InvalidSignature",
  "InvalidCertificate",
  "DiesAfterInstalled",
  "BootsOldVersion",
  "Mute",
  "Jumbled",
  "RejectsWhileCharging",
  "ResetsSettings",
  "BootsFaulted",
  "LosesConnector",
  "Flaps",
  "LongOffline",
  "ChargesAfterCheck",
  "NoTrigger",
] as const;
export type FirmwareFault = (typeof FIRMWARE_FAULTS)[number];

/** How an update of one station goes. */
export type UpdatePlan = {
  /** Divides the speed of its downloads. */
  readonly slowness: number;
  /** How many updates end with a failed download, counted from its first. */
  readonly failedDownloads: number;
  readonly image: "Good" | "InvalidSignature" | "InvalidCertificate" | "NotInstallable";
  readonly whileCharging: "Waits" | "Rejects";
  /** Nothing: only the BootNotification says that there was an update. */
  readonly tells: "Steps" | "Nothing" | "Jumble";
  readonly saysInstalled: "AfterReboot" | "BeforeReboot";
  readonly boots: "New" | "Old";
  readonly returns: "Soon" | "Late" | "Never" | "Flapping";
  readonly isBack: "Whole" | "Faulted" | "WithoutConnector" | "WithFactorySettings";
  /** Once asked what its firmware does, it starts a session: the first time. */
  readonly chargesAfterCheck: boolean;
  readonly knowsTriggers: boolean;
};

const WELL: UpdatePlan = {
  slowness: 1,
  failedDownloads: 0,
  image: "Good",
  whileCharging: "Waits",
  tells: "Steps",
  saysInstalled: "AfterReboot",
  boots: "New",
  returns: "Soon",
  isBack: "Whole",
  chargesAfterCheck: false,
  knowsTriggers: true,
};

const PLANS: Readonly<Record<FirmwareFault, Partial<UpdatePlan>>> = {
  SlowDownload: { slowness: 8 },
  DownloadFailsTwice: { failedDownloads: 2 },
  DownloadFails: { failedDownloads: Number.POSITIVE_INFINITY },
  InstallFails: { image: "NotInstallable" },
  InvalidSignature: { image: "InvalidSignature" },
  InvalidCertificate: { image: "InvalidCertificate" },
  DiesAfterInstalled: { saysInstalled: "BeforeReboot", returns: "Never" },
  BootsOldVersion: { boots: "Old" },
  Mute: { tells: "Nothing", knowsTriggers: false },
  Jumbled: { tells: "Jumble" },
  RejectsWhileCharging: { whileCharging: "Rejects" },
  ResetsSettings: { isBack: "WithFactorySettings" },
  BootsFaulted: { isBack: "Faulted" },
  LosesConnector: { isBack: "WithoutConnector" },
  Flaps: { returns: "Flapping" },
  LongOffline: { returns: "Late" },
  ChargesAfterCheck: { chargesAfterCheck: true },
  NoTrigger: { knowsTriggers: false },
};

export function planOf(fault: FirmwareFault | null): UpdatePlan {
  return fault === null ? WELL : { ...WELL, ...PLANS[fault] };
}
