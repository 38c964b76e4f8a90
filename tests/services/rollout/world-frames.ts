/** What stations tell, as the gateway keeps it: one statement a frame, beside the verbs for answers. */
import type { CommandAnswer } from "@/lib/domain/station-command";
import { observeEffects } from "@/lib/services/commands/observe-effects";
import { recordAnswer } from "@/lib/services/commands/record-answer";
import type { ServiceContext } from "@/lib/services/context";
import { isPlain, statusOf, type Told } from "../../unit/domain/firmware/world-stations";
import type { Sim } from "./world-fleet";

type Of<Type extends Told["type"]> = Extract<Told, { readonly type: Type }>;

/** Keeps one frame. What it proves of a command is looked for where one waits for it. */
export async function keepFrame(ctx: ServiceContext, sim: Sim, told: Told): Promise<void> {
  switch (told.type) {
    case "Answer":
      return keepAnswer(ctx, sim, told);
    case "Status":
      await keepStatus(ctx, sim, told);
      if (!sim.isAsked) return;
      sim.isAsked = false;
      return void (await observeEffects(ctx, sim));
    case "Boot":
      return keepBoot(ctx, sim);
    case "Connector":
      await keepConnector(ctx, sim);
      return void (await observeEffects(ctx, sim));
  }
}

async function keepAnswer(ctx: ServiceContext, sim: Sim, { commandId, status, error }: Of<"Answer">): Promise<void> {
  const { name: action } = await ctx.db.command.findUniqueOrThrow({ where: { id: commandId }, select: { name: true } });
  await recordAnswer(ctx, sim, commandId, { answer: answerOf(status, error), action });
}

function answerOf(status: string | null, error: string | null): CommandAnswer {
  if (error !== null) return { type: "Refused", code: error, description: "" };
  const verdict = status === "Rejected" ? "Rejected" : "Accepted";
  return { type: "Answered", verdict, status, payload: status === null ? {} : { status }, facts: {} };
}

async function keepStatus(ctx: ServiceContext, { id, epoch, station }: Sim, { status, number }: Of<"Status">) {
  const at = ctx.now().toISOString();
  const requestId = isPlain(station) ? null : number;
  await ctx.db.$executeRaw`
    WITH logged AS (
      INSERT INTO message_log (at, station_id, epoch, direction, action, result)
      VALUES (${at}::timestamptz, ${id}, ${epoch}, 'In', 'FirmwareStatusNotification', 'Ok'))
    INSERT INTO station_report (station_id, kind, status, request_id, received_at)
    VALUES (${id}, 'Firmware', ${status}, ${requestId}::int, ${at}::timestamptz)`;
}

async function keepBoot(ctx: ServiceContext, { id, epoch, station }: Sim): Promise<void> {
  const at = ctx.now().toISOString();
  const version = station.traits.tellsVersion ? station.version : null;
  await ctx.db.$executeRaw`
    WITH logged AS (
      INSERT INTO message_log (at, station_id, epoch, direction, action, result)
      VALUES (${at}::timestamptz, ${id}, ${epoch}, 'In', 'BootNotification', 'Ok'))
    UPDATE station SET booted_at = ${at}::timestamptz, firmware_version = ${version}::text WHERE id = ${id}`;
}

export async function keepConnector(ctx: ServiceContext, { id, epoch, station }: Sim): Promise<void> {
  const at = ctx.now().toISOString();
  const status = statusOf(station);
  await ctx.db.$executeRaw`
    WITH logged AS (
      INSERT INTO message_log (at, station_id, epoch, direction, action, result, request)
      VALUES (${at}::timestamptz, ${id}, ${epoch}, 'In', 'StatusNotification', 'Ok', ${`{"status":"${status}"}`}))
    UPDATE connector SET status = ${status}, received_at = ${at}::timestamptz WHERE station_id = ${id}`;
}

/** As a gateway does in every round: what waited for its effect in vain is settled. */
export async function settleEffects(ctx: ServiceContext, sims: readonly Sim[]): Promise<void> {
  const ids = sims.map(({ id }) => id);
  const waiting = await ctx.db.$queryRaw<{ id: number }[]>`
    SELECT DISTINCT station_id AS id FROM command WHERE station_id = ANY (${ids}::int[])
      AND state IN ('WaitingForEffect', 'NoAnswer') AND effect_deadline_at <= ${ctx.now().toISOString()}::timestamptz`;
  for (const sim of sims) if (waiting.some(({ id }) => id === sim.id)) await observeEffects(ctx, sim);
}

/** The link is there again. */
export async function keepConnect(ctx: ServiceContext, { id, epoch, station }: Sim): Promise<void> {
  const at = ctx.now().toISOString();
  const version = station.traits.kind === "V2" ? "ocpp2.0.1" : "ocpp1.6";
  await ctx.db.$executeRaw`
    WITH opened AS (
      INSERT INTO connection (station_id, epoch, gateway_id, ocpp_version, opened_at)
      VALUES (${id}, ${epoch}, 'gateway-1', ${version}, ${at}::timestamptz))
    UPDATE station SET gateway_id = 'gateway-1', connection_epoch = ${epoch}, connected_at = ${at}::timestamptz,
      disconnected_at = NULL WHERE id = ${id}`;
}

/** Links are gone: of their own, or with their gateway. */
export async function keepDisconnect(ctx: ServiceContext, sims: readonly Sim[], reason: string): Promise<void> {
  const at = ctx.now().toISOString();
  const ids = sims.map(({ id }) => id);
  await ctx.db.$executeRaw`
    WITH closed AS (
      UPDATE connection SET closed_at = ${at}::timestamptz, close_reason = ${reason}
      WHERE station_id = ANY (${ids}::int[]) AND closed_at IS NULL)
    UPDATE station SET gateway_id = NULL, disconnected_at = ${at}::timestamptz WHERE id = ANY (${ids}::int[])`;
}
