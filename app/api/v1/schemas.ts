import { z } from "zod";
import type { CommandView } from "@/lib/domain/command-view";
import type { JsonValue } from "@/lib/domain/json";
import type { MessageView } from "@/lib/domain/message-view";
import type { JournalEntry } from "@/lib/domain/session-journal";
import type { SessionListItem, SessionView } from "@/lib/domain/session-view";
import type { SiteView } from "@/lib/domain/site-view";
import { CONNECTOR_STATUSES, OCCUPANCIES, STATUS_WORDS } from "@/lib/domain/station";
import { COMMAND_STATES } from "@/lib/domain/station-command";
import type { Connectivity, DeviationView, SamplePoint } from "@/lib/domain/station-view";
import type { TokenGroupView, TokenView } from "@/lib/domain/token-view";
import { UNKNOWN_TOKEN_POLICIES, type UnknownTokenView } from "@/lib/domain/unknown-tokens";

/** What the API answers, described. The annotations hold the descriptions to the views they describe. */

const instant = z.iso.datetime();
const text = z.string().nullable();
const figure = z.number().nullable();
const json: z.ZodType<JsonValue> = z.any();

export const connectivitySchema: z.ZodType<Connectivity> = z.discriminatedUnion("state", [
  z.object({ state: z.literal("Connected"), since: instant }),
  z.object({ state: z.literal("Disconnected"), since: instant.nullable(), reason: text }),
  z.object({ state: z.literal("GatewayLost"), since: instant.nullable() }),
  z.object({ state: z.literal("NeverConnected") }),
]);

export const connectorSchema = z.object({
  evse: z.int(),
  connector: z.int(),
  status: z.enum(CONNECTOR_STATUSES),
  occupancy: z.enum(OCCUPANCIES).nullable(),
  errorCode: text,
  info: text,
  vendorErrorCode: text,
  statusAt: instant,
  rev: z.int(),
});

export const deviationSchema: z.ZodType<DeviationView> = z.object({
  repair: z.string(),
  count: z.int(),
  firstAt: instant,
  lastAt: instant,
  exampleMessageId: z.string(),
});

const stationFields = {
  id: z.int(),
  identity: z.string(),
  name: text,
  siteName: text,
  tags: z.array(z.string()).readonly(),
  isBlocked: z.boolean(),
  vendor: text,
  model: text,
  firmwareVersion: text,
  ocppVersion: text,
  status: z.enum(STATUS_WORDS),
  connectivity: connectivitySchema,
  isUnstable: z.boolean().describe("It came back three times or more within 15 minutes, by itself."),
  isUpdating: z.boolean().describe("An update of its firmware that a campaign ordered is under way."),
  lastSeenAt: instant.nullable(),
  connectors: z.array(connectorSchema).readonly(),
};

export const stationListItemSchema = z.object(stationFields);

export const stationSchema = z.object({
  ...stationFields,
  siteId: z.int().nullable(),
  serialNumber: text,
  meterSerialNumber: text,
  iccid: text,
  imsi: text,
  securityProfile: z.int(),
  minSecurityProfile: z.int().describe("The highest it ever connected with; it is not let in with a lower one."),
  hasPassword: z.boolean(),
  pinnedVersion: text,
  registrationStatus: z.string(),
  registeredStatus: text,
  heartbeatSeconds: z.int(),
  bootedAt: instant.nullable(),
  bootReason: text,
  remoteAddress: text,
  createdAt: instant,
  connectionUrl: z.string(),
});

export const createdStationSchema = stationSchema.extend({
  password: z.string().nullable().describe("Shown this once; null where the station signs in without one."),
});

export const commandSchema: z.ZodType<CommandView> = z.object({
  id: z.uuid(),
  identity: z.string(),
  name: z.string(),
  request: json,
  state: z.enum(COMMAND_STATES),
  requestedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
  sentAt: instant.nullable(),
  answeredAt: instant.nullable(),
  effectDeadlineAt: instant.nullable(),
  settledAt: instant.nullable(),
  action: text,
  answer: json,
  answerStatus: text,
  errorCode: text,
  errorDescription: text,
  sessionId: z.int().nullable(),
  rev: z.int(),
});

const sessionFields = {
  id: z.int(),
  identity: z.string(),
  evse: z.int(),
  connector: z.int().nullable(),
  transactionId: text,
  phase: z.enum(["Active", "Ended"]),
  chargingState: text,
  tokenUid: text,
  authorization: text,
  startedAt: instant,
  endedAt: instant.nullable(),
  endReason: text,
  meterStartWh: figure,
  meterStopWh: figure,
  energyWh: figure,
  powerW: figure,
  socPercent: figure,
  lastSampleAt: instant.nullable(),
  anomalies: z.array(z.string()),
  resolution: text,
  rev: z.int(),
};

export const sessionSchema: z.ZodType<SessionView> = z.object(sessionFields);

export const sessionListItemSchema: z.ZodType<SessionListItem> = z.object({ ...sessionFields, siteName: text });

const sampleSchema: z.ZodType<SamplePoint> = z.object({
  at: instant,
  energyWh: figure,
  powerW: figure,
  currentA: figure,
  voltageV: figure,
  socPercent: figure,
  context: text,
});

const journalEntrySchema: z.ZodType<JournalEntry> = z.object({
  key: z.string(),
  kind: z.string(),
  at: instant,
  receivedAt: instant,
  seqNo: z.int().nullable(),
  details: json,
});

type SessionWithValues = SessionView & {
  readonly samples: readonly SamplePoint[];
  readonly journal: readonly JournalEntry[];
};

export const sessionDetailSchema: z.ZodType<SessionWithValues> = z.object({
  ...sessionFields,
  samples: z.array(sampleSchema),
  journal: z.array(journalEntrySchema),
});

export const messageSchema: z.ZodType<MessageView> = z.object({
  id: text,
  identity: text.describe("Null where the charger has been removed since."),
  at: instant,
  direction: z.enum(["In", "Out"]),
  messageId: text,
  action: text,
  result: z.string(),
  latencyMs: z.number().nullable(),
  summary: z.string().describe("What it says, on one line; for people."),
  transactionRef: text.describe("The transaction it names, as the wire spells it."),
  request: text.describe("JSON with passwords and keys blanked; raw text where it could not be read."),
  response: text,
  requestChars: z.int().nullable(),
  responseChars: z.int().nullable(),
});

export const tokenSchema: z.ZodType<TokenView> = z.object({
  uid: z.string(),
  type: z.string(),
  status: z.enum(["Accepted", "Blocked"]),
  groupId: text,
  label: text,
  validFrom: instant.nullable(),
  expiresAt: instant.nullable(),
  concurrentMax: z.int().nullable(),
  energyLimitWh: figure,
  sessionsPerDayMax: z.int().nullable(),
  createdAt: instant,
  updatedAt: instant,
});

export const tokenGroupSchema: z.ZodType<TokenGroupView> = z.object({
  uid: z.string(),
  name: text,
  status: z.enum(["Accepted", "Blocked"]),
  expiresAt: instant.nullable(),
  tokenCount: z.int(),
});

export const unknownTokenSchema: z.ZodType<UnknownTokenView> = z.object({
  uid: z.string(),
  type: z.string(),
  identity: text,
  count: z.int(),
  isAccepted: z.boolean(),
  firstAt: instant,
  lastAt: instant,
});

export const siteSchema: z.ZodType<SiteView> = z.object({
  id: z.int(),
  name: z.string(),
  timeZone: z.string(),
  address: text,
  unknownTokens: z.enum(UNKNOWN_TOKEN_POLICIES),
  sendsCardLists: z.boolean(),
  stationCount: z.int(),
});

/** A page of a list; `nextCursor` null = the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).readonly(), nextCursor: z.string().nullable() });
