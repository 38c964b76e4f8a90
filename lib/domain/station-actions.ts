/** What can be asked of stations by name, for those who choose from a list. The gateway's schemas decide. */

/** By subprotocol: every action that a station answers. */
const ACTIONS: Readonly<Record<string, string>> = {
  "ocpp1.6":
    "CancelReservation CertificateSigned ChangeAvailability ChangeConfiguration ClearCache ClearChargingProfile DataTransfer DeleteCertificate ExtendedTriggerMessage GetCompositeSchedule GetConfiguration GetDiagnostics GetInstalledCertificateIds GetLocalListVersion GetLog InstallCertificate RemoteStartTransaction RemoteStopTransaction ReserveNow Reset SendLocalList SetChargingProfile SignedUpdateFirmware TriggerMessage UnlockConnector UpdateFirmware",
  "ocpp2.0.1":
    "CancelReservation CertificateSigned ChangeAvailability ClearCache ClearChargingProfile ClearDisplayMessage ClearVariableMonitoring CostUpdated CustomerInformation DataTransfer DeleteCertificate GetBaseReport GetChargingProfiles GetCompositeSchedule GetDisplayMessages GetInstalledCertificateIds GetLocalListVersion GetLog GetMonitoringReport GetReport GetTransactionStatus GetVariables InstallCertificate PublishFirmware RequestStartTransaction RequestStopTransaction ReserveNow Reset SendLocalList SetChargingProfile SetDisplayMessage SetMonitoringBase SetMonitoringLevel SetNetworkProfile SetVariableMonitoring SetVariables TriggerMessage UnlockConnector UnpublishFirmware UpdateFirmware",
};

/** By subprotocol: every message that a station can be asked to send, the security whitepaper's too. */
const TRIGGERS: Readonly<Record<string, string>> = {
  "ocpp1.6":
    "StatusNotification MeterValues BootNotification Heartbeat DiagnosticsStatusNotification FirmwareStatusNotification LogStatusNotification SignChargePointCertificate",
  "ocpp2.0.1":
    "StatusNotification MeterValues TransactionEvent BootNotification Heartbeat FirmwareStatusNotification LogStatusNotification PublishFirmwareStatusNotification SignChargingStationCertificate SignV2GCertificate SignCombinedCertificate",
};

const listed = (table: Readonly<Record<string, string>>, version: string | null): readonly string[] =>
  (version === null ? undefined : table[version])?.split(" ") ?? [];

/** Empty where the version is not known, or not yet. */
export const actionsOf = (ocppVersion: string | null): readonly string[] => listed(ACTIONS, ocppVersion);

/** Of a version we have no list of: what every version has. */
export function triggersOf(ocppVersion: string | null): readonly string[] {
  const known = listed(TRIGGERS, ocppVersion);
  return known.length > 0
    ? known
    : ["StatusNotification", "MeterValues", "BootNotification", "Heartbeat", "FirmwareStatusNotification"];
}

/** Messages that may be about one EVSE or connector; the others are the station's. */
export const isTriggeredPerEvse = (message: string): boolean =>
  message === "StatusNotification" || message === "MeterValues" || message === "TransactionEvent";
