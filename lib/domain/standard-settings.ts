/** What the norm says of its settings: how each is entered, and in what it is measured. */

export type SettingInput =
  | { readonly kind: "boolean" }
  | { readonly kind: "number"; readonly min: number; readonly max?: number }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "list" }
  | { readonly kind: "text" };

export type StandardSetting = {
  /** Under which its plain words stand; the settings of 2.x that mean the same share them. */
  readonly name: StandardName;
  readonly input: SettingInput;
  readonly unit: SettingUnit | null;
};

export type SettingUnit = "s" | "Wh" | "percent";

const BOOLEAN = { kind: "boolean" } as const;
const COUNT = { kind: "number", min: 0 } as const;
const LIST = { kind: "list" } as const;
const TEXT = { kind: "text" } as const;

/** The keys of 1.6 and of its security whitepaper. */
const STANDARD = {
  AllowOfflineTxForUnknownId: [BOOLEAN, null],
  AuthorizationCacheEnabled: [BOOLEAN, null],
  AuthorizeRemoteTxRequests: [BOOLEAN, null],
  BlinkRepeat: [COUNT, null],
  ClockAlignedDataInterval: [COUNT, "s"],
  ConnectionTimeOut: [COUNT, "s"],
  ConnectorPhaseRotation: [LIST, null],
  ConnectorPhaseRotationMaxLength: [COUNT, null],
  GetConfigurationMaxKeys: [COUNT, null],
  HeartbeatInterval: [COUNT, "s"],
  LightIntensity: [{ kind: "number", min: 0, max: 100 }, "percent"],
  LocalAuthorizeOffline: [BOOLEAN, null],
  LocalPreAuthorize: [BOOLEAN, null],
  MaxEnergyOnInvalidId: [COUNT, "Wh"],
  MessageTimeout: [COUNT, "s"],
  MeterValuesAlignedData: [LIST, null],
  MeterValuesAlignedDataMaxLength: [COUNT, null],
  MeterValuesSampledData: [LIST, null],
  MeterValuesSampledDataMaxLength: [COUNT, null],
  MeterValueSampleInterval: [COUNT, "s"],
  MinimumStatusDuration: [COUNT, "s"],
  NumberOfConnectors: [COUNT, null],
  ResetRetries: [COUNT, null],
  StopTransactionMaxMeterValues: [COUNT, null],
  StopTransactionOnEVSideDisconnect: [BOOLEAN, null],
  StopTransactionOnInvalidId: [BOOLEAN, null],
  StopTxnAlignedData: [LIST, null],
  StopTxnAlignedDataMaxLength: [COUNT, null],
  StopTxnSampledData: [LIST, null],
  StopTxnSampledDataMaxLength: [COUNT, null],
  SupportedFeatureProfiles: [LIST, null],
  SupportedFeatureProfilesMaxLength: [COUNT, null],
  TransactionMessageAttempts: [COUNT, null],
  TransactionMessageRetryInterval: [COUNT, "s"],
  UnlockConnectorOnEVSideDisconnect: [BOOLEAN, null],
  WebSocketPingInterval: [COUNT, "s"],
  LocalAuthListEnabled: [BOOLEAN, null],
  LocalAuthListMaxLength: [COUNT, null],
  SendLocalListMaxLength: [COUNT, null],
  ReserveConnectorZeroSupported: [BOOLEAN, null],
  SupportedFileTransferProtocols: [LIST, null],
  ChargeProfileMaxStackLevel: [COUNT, null],
  ChargingScheduleAllowedChargingRateUnit: [LIST, null],
  ChargingScheduleMaxPeriods: [COUNT, null],
  ConnectorSwitch3to1PhaseSupported: [BOOLEAN, null],
  MaxChargingProfilesInstalled: [COUNT, null],
  AdditionalRootCertificateCheck: [BOOLEAN, null],
  AuthorizationKey: [TEXT, null],
  CertificateSignedMaxChainSize: [COUNT, null],
  CertificateStoreMaxLength: [COUNT, null],
  CpoName: [TEXT, null],
  SecurityProfile: [{ kind: "choice", options: ["0", "1", "2", "3"] }, null],
} as const satisfies Readonly<Record<string, readonly [SettingInput, SettingUnit | null]>>;

export type StandardName = keyof typeof STANDARD;

/** Variables of 2.x that mean what a key of 1.6 means; also what is worth asking a station for that cannot tell all. */
const VARIABLES: Readonly<Record<string, StandardName>> = {
  "AuthCtrlr.AuthorizeRemoteStart": "AuthorizeRemoteTxRequests",
  "AuthCtrlr.LocalAuthorizeOffline": "LocalAuthorizeOffline",
  "AuthCtrlr.LocalPreAuthorize": "LocalPreAuthorize",
  "OCPPCommCtrlr.HeartbeatInterval": "HeartbeatInterval",
  "OCPPCommCtrlr.WebSocketPingInterval": "WebSocketPingInterval",
  "OCPPCommCtrlr.ResetRetries": "ResetRetries",
  "SampledDataCtrlr.TxUpdatedInterval": "MeterValueSampleInterval",
  "SampledDataCtrlr.TxUpdatedMeasurands": "MeterValuesSampledData",
  "TxCtrlr.EVConnectionTimeOut": "ConnectionTimeOut",
  "TxCtrlr.StopTxOnInvalidId": "StopTransactionOnInvalidId",
};

/** The variables of 2.x that nearly every station has; few enough for one question. */
export const USUAL_VARIABLES: readonly string[] = Object.keys(VARIABLES);

const BY_KEY: ReadonlyMap<string, StandardSetting> = new Map(
  [...Object.keys(STANDARD).map((name) => [name, name] as const), ...Object.entries(VARIABLES)].flatMap(
    ([key, named]) => {
      const name = Object.keys(STANDARD).find((known): known is StandardName => known === named);
      if (name === undefined) return [];
      const [input, unit] = STANDARD[name];
      return [[key.toLowerCase(), { name, input, unit }] as const];
    },
  ),
);

/** What the norm says of this setting; null where it is none of the norm's. Keys are compared without case. */
export const standardSetting = (key: string): StandardSetting | null => BY_KEY.get(key.toLowerCase()) ?? null;
