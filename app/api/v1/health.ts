import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { CLOSING_WORDS } from "@/lib/domain/closing";
import type {
  CertificateRequestView,
  ConnectionView,
  ReportView,
  SecurityEventView,
  StationHealth,
} from "@/lib/domain/health-view";
import type { PingFigures } from "@/lib/domain/ping-figures";
import {
  listCertificateRequests,
  listReports,
  listSecurityEvents,
  listStationNewsInput,
} from "@/lib/services/stations/list-station-news";
import { readHealth } from "@/lib/services/stations/read-health";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { connectivitySchema, pageOf } from "./schemas";
import { identityParam } from "./stations";

const tags = ["Stations"];
const instant = z.iso.datetime();
const text = z.string().nullable();
const query = listStationNewsInput.omit({ identity: true });

const pingsSchema: z.ZodType<PingFigures> = z.object({ lastMs: z.int(), medianMs: z.int(), maxMs: z.int() });

const connectionSchema: z.ZodType<ConnectionView> = z.object({
  epoch: z.int(),
  openedAt: instant,
  closedAt: instant.nullable(),
  ocppVersion: z.string(),
  securityProfile: z.int().nullable(),
  remoteAddress: text,
  closeCode: z.int().nullable(),
  closing: z.object({ by: z.enum(["Charger", "Network", "Kituo", "Unknown"]), word: z.enum(CLOSING_WORDS) }).nullable(),
  pings: pingsSchema.nullable(),
});

const healthSchema: z.ZodType<StationHealth> = z.object({
  identity: z.string(),
  connectivity: connectivitySchema,
  isUnstable: z.boolean().describe("It came back three times or more within 15 minutes, by itself."),
  reconnects: z.object({ last15Minutes: z.int(), last24Hours: z.int() }),
  pings: pingsSchema.nullable().describe("Round trips of WebSocket pings on the newest connection."),
  clock: z
    .object({
      offsetMs: z.int().describe("Ahead of Kituo's clock is positive."),
      checkedAt: instant,
      isOff: z.boolean().describe("More than 60 s."),
    })
    .nullable(),
  security: z.object({
    inUse: z.int().nullable(),
    required: z.int(),
    minimum: z.int(),
    hasPassword: z.boolean(),
    isPasswordChanging: z.boolean(),
    passwordSetAt: instant.nullable(),
    passwordTakenAt: instant.nullable(),
  }),
  connections: z.array(connectionSchema).readonly(),
});

const securityEventSchema: z.ZodType<SecurityEventView> = z.object({
  id: z.string(),
  event: z.string(),
  info: text,
  at: instant.describe("By the station's clock"),
  receivedAt: instant,
});

const reportSchema: z.ZodType<ReportView> = z.object({
  id: z.string(),
  kind: z.enum(["Firmware", "Diagnostics", "Log"]),
  status: z.string(),
  requestId: z.int().nullable(),
  receivedAt: instant,
});

const certificateRequestSchema: z.ZodType<CertificateRequestView> = z.object({
  id: z.int(),
  use: z.string(),
  csr: z.string(),
  state: z.string(),
  requestedAt: instant,
});

const health = createRoute({
  method: "get",
  path: "/stations/{identity}/health",
  tags,
  summary: "A station's last connections, its stability, ping times, clock and security profile",
  request: { params: identityParam },
  responses: { 200: answers("Its health", healthSchema), ...PROBLEMS, ...NOT_FOUND },
});

const securityEvents = createRoute({
  method: "get",
  path: "/stations/{identity}/security-events",
  tags,
  summary: "Security events a station told of, the newest first",
  request: { params: identityParam, query },
  responses: { 200: answers("A page of events", pageOf(securityEventSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const reports = createRoute({
  method: "get",
  path: "/stations/{identity}/reports",
  tags,
  summary: "What a station told of its firmware and of uploads of logs, the newest first",
  request: { params: identityParam, query },
  responses: { 200: answers("A page of reports", pageOf(reportSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const certificateRequests = createRoute({
  method: "get",
  path: "/stations/{identity}/certificate-requests",
  tags,
  summary: "Certificates a station wants signed, the newest first",
  request: { params: identityParam, query },
  responses: { 200: answers("A page of requests", pageOf(certificateRequestSchema)), ...PROBLEMS, ...NOT_FOUND },
});

export function serveHealth(api: Api): void {
  api.openapi(health, async (c) => c.json(await readHealth(c.get("ctx"), c.req.valid("param").identity), 200));
  api.openapi(securityEvents, async (c) =>
    c.json(await listSecurityEvents(c.get("ctx"), { ...c.req.valid("param"), ...c.req.valid("query") }), 200),
  );
  api.openapi(reports, async (c) =>
    c.json(await listReports(c.get("ctx"), { ...c.req.valid("param"), ...c.req.valid("query") }), 200),
  );
  api.openapi(certificateRequests, async (c) =>
    c.json(await listCertificateRequests(c.get("ctx"), { ...c.req.valid("param"), ...c.req.valid("query") }), 200),
  );
}
