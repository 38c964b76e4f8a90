import { z } from "zod";
import type { CertificateRequestView, ReportView, SecurityEventView } from "@/lib/domain/health-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "./find-station";

/** What stations tell besides charging: security events, reports of firmware and logs, wishes for certificates. */
export const listStationNewsInput = z.object({ identity: z.string().min(1).max(255), ...pageFields });

type Input = z.input<typeof listStationNewsInput>;

const cursorSchema = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** Security events of one station, the newest received first. */
export async function listSecurityEvents(ctx: ServiceContext, input: Input): Promise<Page<SecurityEventView>> {
  const { stationId, before, limit } = await prepared(ctx, input);
  const rows = await ctx.db.securityEvent.findMany({
    where: { stationId, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const toView = (row: (typeof rows)[number]): SecurityEventView => ({
    id: String(row.id),
    event: row.event,
    info: row.info,
    at: row.at.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
  });
  return toPage(rows, limit, toView, ({ id }) => [String(id)]);
}

const KINDS = ["Firmware", "Diagnostics", "Log"] as const;

/** What a station told of its firmware and of uploads, the newest first. */
export async function listReports(ctx: ServiceContext, input: Input): Promise<Page<ReportView>> {
  const { stationId, before, limit } = await prepared(ctx, input);
  const rows = await ctx.db.stationReport.findMany({
    where: { stationId, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const toView = (row: (typeof rows)[number]): ReportView => ({
    id: String(row.id),
    kind: KINDS.find((kind) => kind === row.kind) ?? "Log",
    status: row.status,
    requestId: row.requestId,
    receivedAt: row.receivedAt.toISOString(),
  });
  return toPage(rows, limit, toView, ({ id }) => [String(id)]);
}

/** Which certificates a station wants signed, the newest first. */
export async function listCertificateRequests(
  ctx: ServiceContext,
  input: Input,
): Promise<Page<CertificateRequestView>> {
  const { stationId, before, limit } = await prepared(ctx, input);
  const rows = await ctx.db.certificateRequest.findMany({
    where: { stationId, ...(before === null ? {} : { id: { lt: Number(before) } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const toView = (row: (typeof rows)[number]): CertificateRequestView => ({
    id: row.id,
    use: row.use,
    csr: row.csr,
    state: row.state,
    requestedAt: row.requestedAt.toISOString(),
  });
  return toPage(rows, limit, toView, ({ id }) => [String(id)]);
}

async function prepared(ctx: ServiceContext, input: Input) {
  requirePermission(ctx, "read");
  const { identity, cursor, limit } = parseInput(listStationNewsInput, input);
  const { id: stationId } = await findStationOrThrow(ctx.db, identity);
  const before = cursor === undefined ? null : BigInt(decodeCursor(cursor, cursorSchema)[0]);
  return { stationId, before, limit };
}
