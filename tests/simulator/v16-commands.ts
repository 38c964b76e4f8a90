import type { OCPP16 } from "typed-ocpp";
import {
  boolean,
  type Configuration,
  type ConfigurationKey,
  createConfiguration,
  isHexKey,
  list,
  readOnly,
  wholeNumber,
} from "./configuration";
import type { Connector } from "./connector";
import { answer, type CommandHandler, onCommand, type Settings, type StationControl } from "./dialect";
import { MEASURANDS } from "./meter";
import type { Reply } from "./rpc-client";
import { deviceCommands16 } from "./v16-device";
import { firmwareCommands16 } from "./v16-firmware";

export function createCommands16(options: {
  readonly settings: Settings;
  readonly connectorCount: number;
  readonly isSigned: boolean;
}): ReadonlyMap<string, CommandHandler> {
  // Keys take effect through `afterChange`, once the answer has left.
  let changed: Parameters<StationControl["settingsChanged"]>[0] | null = null;
  const keys = configurationKeys(options, (what) => {
    changed = what;
  });
  const configuration = createConfiguration(keys);

  return new Map<string, CommandHandler>([
    ["RemoteStartTransaction", onCommand(remoteStart)],
    ["RemoteStopTransaction", onCommand(remoteStop)],
    ["Reset", onCommand(reset)],
    ["UnlockConnector", onCommand(unlock)],
    ["ChangeAvailability", onCommand(changeAvailability)],
    [
      "TriggerMessage",
      onCommand((request: OCPP16.TriggerMessageRequest, control) => trigger(request, control, options.isSigned)),
    ],
    ...deviceCommands16(),
    ...firmwareCommands16(options.isSigned),
    ["ClearCache", () => answer({ status: "Accepted" } satisfies OCPP16.ClearCacheResponse)],
    ["DataTransfer", () => answer({ status: "UnknownVendorId" } satisfies OCPP16.DataTransferResponse)],
    [
      "GetConfiguration",
      onCommand((request: OCPP16.GetConfigurationRequest) => answer(getConfiguration(configuration, request))),
    ],
    [
      "ChangeConfiguration",
      onCommand(({ key, value }: OCPP16.ChangeConfigurationRequest, control) => {
        changed = null;
        const result = configuration.set(key, value);
        const status = result === "Unknown" ? "NotSupported" : result;
        const what = changed;
        const response = { status } satisfies OCPP16.ChangeConfigurationResponse;
        return answer(response, () => what && control.settingsChanged(what));
      }),
    ],
  ]);
}

function remoteStart({ connectorId, idTag }: OCPP16.RemoteStartTransactionRequest, control: StationControl): Reply {
  const connector = control.isRegistered ? control.connectorFor(connectorId ?? null) : null;
  if (!connector) return answer({ status: "Rejected" } satisfies OCPP16.RemoteStartTransactionResponse);
  return answer({ status: "Accepted" } satisfies OCPP16.RemoteStartTransactionResponse, () =>
    control.remoteStart(connector, { idTag, remoteStartId: null }),
  );
}

function remoteStop({ transactionId }: OCPP16.RemoteStopTransactionRequest, control: StationControl): Reply {
  const connector = control.connectors.find(({ session }) => session?.transactionId === transactionId);
  if (!connector || !control.isRegistered) {
    return answer({ status: "Rejected" } satisfies OCPP16.RemoteStopTransactionResponse);
  }
  return answer({ status: "Accepted" } satisfies OCPP16.RemoteStopTransactionResponse, () =>
    control.remoteStop(connector, "Remote"),
  );
}

function reset({ type }: OCPP16.ResetRequest, control: StationControl): Reply {
  return answer({ status: "Accepted" } satisfies OCPP16.ResetResponse, () => control.reset(type));
}

function unlock({ connectorId }: OCPP16.UnlockConnectorRequest, control: StationControl): Reply {
  const connector = control.connectors.find(({ id }) => id === connectorId);
  if (!connector) return answer({ status: "NotSupported" } satisfies OCPP16.UnlockConnectorResponse);
  return answer({ status: "Unlocked" } satisfies OCPP16.UnlockConnectorResponse, () => {
    if (connector.session) control.remoteStop(connector, "UnlockCommand");
  });
}

function changeAvailability(request: OCPP16.ChangeAvailabilityRequest, control: StationControl): Reply {
  const connectors = connectorsMeant(control.connectors, request.connectorId);
  if (!connectors) return answer({ status: "Rejected" } satisfies OCPP16.ChangeAvailabilityResponse);
  const status = control.setAvailability(connectors, request.type === "Operative");
  return answer({ status } satisfies OCPP16.ChangeAvailabilityResponse);
}

function trigger(request: OCPP16.TriggerMessageRequest, control: StationControl, isSigned: boolean): Reply {
  const outcome = triggered(request, control, isSigned);
  if (typeof outcome === "string") return answer({ status: outcome } satisfies OCPP16.TriggerMessageResponse);
  return answer({ status: "Accepted" } satisfies OCPP16.TriggerMessageResponse, outcome);
}

function triggered(
  { requestedMessage, connectorId }: OCPP16.TriggerMessageRequest,
  control: StationControl,
  isSigned: boolean,
): (() => void) | "Rejected" | "NotImplemented" {
  const connectors = connectorsMeant(control.connectors, connectorId ?? 0);
  if (connectors === null) return "Rejected";
  switch (requestedMessage) {
    case "BootNotification":
      return control.isRegistered ? "Rejected" : control.boot;
    case "Heartbeat":
      return control.heartbeat;
    case "StatusNotification":
      return () => {
        if (!connectorId) control.reportStatus(null);
        if (connectorId !== 0) for (const connector of connectors) control.reportStatus(connector);
      };
    case "MeterValues":
      return () => connectors.forEach(control.sample);
    case "DiagnosticsStatusNotification":
      return () => control.send({ action: requestedMessage, payload: { status: "Idle" } });
    case "FirmwareStatusNotification":
      // Of the whitepaper's stations ExtendedTriggerMessage asks for it.
      return (isSigned ? null : control.firmware.tellLast) ?? "NotImplemented";
  }
}

function getConfiguration(
  configuration: Configuration,
  { key }: OCPP16.GetConfigurationRequest,
): OCPP16.GetConfigurationResponse {
  const asked = key?.length ? key : configuration.names;
  const found = asked.map((name) => configuration.find(name)).filter((each) => each !== null);
  const unknownKey = asked.filter((name) => configuration.find(name) === null);
  const configurationKey = found
    .filter(({ access }) => access !== "WriteOnly")
    .map(({ name, access, value }) => ({ key: name, readonly: access === "ReadOnly", value }));
  return { configurationKey, ...(unknownKey.length > 0 ? { unknownKey } : {}) };
}

function configurationKeys(
  { settings, connectorCount, isSigned }: Parameters<typeof createCommands16>[0],
  changed: StationControl["settingsChanged"],
): Readonly<Record<string, ConfigurationKey>> {
  return {
    // Its presence is all that tells of the whitepaper.
    ...(isSigned ? { SecurityProfile: readOnly(settings.password === null ? "0" : "1") } : {}),
    AuthorizeRemoteTxRequests: boolean(settings.authorizesRemoteStarts, (value) => {
      settings.authorizesRemoteStarts = value;
    }),
    AuthorizationKey: {
      access: "WriteOnly",
      value: "",
      accepts: isHexKey,
      apply: (hex) => {
        settings.password = Buffer.from(hex, "hex");
        changed("Password");
      },
    },
    ClockAlignedDataInterval: wholeNumber(0),
    ConnectionTimeOut: wholeNumber(Math.round(settings.connectionTimeoutMs / 1000), (seconds) => {
      settings.connectionTimeoutMs = seconds * 1000;
    }),
    GetConfigurationMaxKeys: readOnly("50"),
    HeartbeatInterval: wholeNumber(Math.round(settings.heartbeatMs / 1000), (seconds) => {
      settings.heartbeatMs = seconds * 1000;
      changed("Heartbeat");
    }),
    ChargeProfileMaxStackLevel: readOnly("10"),
    ChargingScheduleAllowedChargingRateUnit: readOnly("Current,Power"),
    ChargingScheduleMaxPeriods: readOnly("24"),
    LocalAuthListEnabled: boolean(true),
    LocalAuthListMaxLength: readOnly("1000"),
    LocalAuthorizeOffline: boolean(true),
    LocalPreAuthorize: boolean(false),
    MaxChargingProfilesInstalled: readOnly("10"),
    MeterValuesSampledData: list(settings.measurands, MEASURANDS, (measurands) => {
      settings.measurands = measurands;
    }),
    MeterValueSampleInterval: wholeNumber(Math.round(settings.meterIntervalMs / 1000), (seconds) => {
      settings.meterIntervalMs = seconds * 1000;
      changed("Sampling");
    }),
    NumberOfConnectors: readOnly(String(connectorCount)),
    ResetRetries: wholeNumber(1),
    SendLocalListMaxLength: readOnly("100"),
    StopTransactionOnEVSideDisconnect: readOnly("true"),
    StopTransactionOnInvalidId: readOnly("true"),
    SupportedFeatureProfiles: readOnly(
      "Core,FirmwareManagement,LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging",
    ),
    SupportedFileTransferProtocols: readOnly("HTTP,HTTPS"),
    TransactionMessageAttempts: wholeNumber(0),
    TransactionMessageRetryInterval: wholeNumber(5),
    UnlockConnectorOnEVSideDisconnect: readOnly("true"),
    WebSocketPingInterval: wholeNumber(Math.round(settings.pingMs / 1000), (seconds) => {
      settings.pingMs = seconds * 1000;
    }),
  };
}

/** 0 is the whole station; `null` when there is no such connector. */
function connectorsMeant(connectors: readonly Connector[], connectorId: number): readonly Connector[] | null {
  if (connectorId === 0) return connectors;
  const found = connectors.find(({ id }) => id === connectorId);
  return found ? [found] : null;
}
