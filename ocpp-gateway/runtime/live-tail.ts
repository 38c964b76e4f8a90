/** The part of the live channel that follows the message log: who may, with which filter, and how often it is told. */
import { z } from "zod";
import type { MessageFilter } from "@/lib/domain/message-filter";
import { DIRECTIONS } from "@/lib/domain/message-view";
import type { TailAnswer } from "@/lib/live/contract";
import type { Log } from "@/lib/log";
import { operatorMay } from "@/lib/services/auth/operator-may";
import type { ServiceContext } from "@/lib/services/context";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import { countOtherGateways } from "@/lib/services/stations/other-gateways";
import { createLiveLog } from "./live-log";
import type { LiveBrowser, LiveChannel } from "./live-sockets";

export type LiveTail = {
  readonly attach: (socket: LiveBrowser) => void;
  /** Rows that have been committed. */
  readonly stored: (rows: readonly MessageRow[]) => void;
  readonly close: () => void;
};

export type LiveTailDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly gatewayId: string;
};

/** What was stored is told this often: together, not one by one. */
const TELL_EVERY_MS = 200;
const LOOK_AROUND_EVERY_MS = 5_000;

const text = z.string().max(255).nullable();
const filterSchema: z.ZodType<MessageFilter> = z.object({
  identity: text,
  action: text,
  direction: z.enum(DIRECTIONS).nullable(),
  result: text,
  slowerThanMs: z.number().min(0).nullable(),
  text,
  messageId: text,
  transactionRef: text,
  hidesRoutine: z.boolean(),
});

export function createLiveTail(deps: LiveTailDeps, io: LiveChannel): LiveTail {
  const log = createLiveLog();
  /** Each browser's last word: a slower answer to an earlier one must not count. */
  const lastWishes = new WeakMap<LiveBrowser, Wish>();
  let otherGateways = 0;

  const lookAround = async (): Promise<void> => {
    const now = await countOtherGateways(deps.ctx, deps.gatewayId);
    if (now === otherGateways) return;
    otherGateways = now;
    for (const name of log.followers()) io.to(name).emit("tail", { messages: [], skipped: 0, otherGateways });
  };
  const begin = async (wish: Wish): Promise<TailAnswer> => {
    lastWishes.set(wish.socket, wish);
    try {
      const filter = await allowedFilter(deps, wish);
      if (lastWishes.get(wish.socket) !== wish || !wish.socket.connected) return { ok: false, reason: "unavailable" };
      log.leave(wish.socket.id);
      if (typeof filter === "string") return { ok: false, reason: filter };
      log.follow(wish.socket.id, filter);
      await lookAround();
      return { ok: true, otherGateways };
    } catch (error) {
      deps.log.warn({ err: error }, "a live tail could not be begun");
      log.leave(wish.socket.id);
      return { ok: false, reason: "unavailable" };
    }
  };
  const timers = [
    setInterval(() => {
      for (const [name, told] of log.news()) io.to(name).emit("tail", { ...told, otherGateways });
    }, TELL_EVERY_MS),
    setInterval(() => {
      if (log.followers().length === 0) return;
      lookAround().catch((error: unknown) => deps.log.debug({ err: error }, "other gateways could not be counted"));
    }, LOOK_AROUND_EVERY_MS),
  ];

  return {
    attach: (socket) => {
      socket.on("tail", (topic, filter, answer) => {
        if (typeof answer !== "function") return;
        void begin({ socket, topic, filter }).then(answer);
      });
      socket.on("untail", () => {
        lastWishes.delete(socket);
        log.leave(socket.id);
      });
      socket.on("disconnect", () => log.leave(socket.id));
    },
    stored: (rows) => log.take(rows, Date.now()),
    close: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

type Wish = {
  readonly socket: LiveBrowser;
  readonly topic: unknown;
  readonly filter: unknown;
};

/** The filter, or why not. The right is looked up anew: the line may have stood for days since it was let in. */
async function allowedFilter(
  { ctx }: LiveTailDeps,
  { socket, topic, filter }: Wish,
): Promise<MessageFilter | "unknown topic" | "forbidden"> {
  const wanted = filterSchema.safeParse(filter);
  const identity = identityOf(topic);
  if (identity === undefined || !wanted.success) return "unknown topic";
  if (!(await operatorMay(ctx.db, socket.data.operatorId, "read"))) return "forbidden";
  return { ...wanted.data, identity };
}

const LOG_TOPIC = /^log(?::(.{1,255}))?$/su;

/** The charger of a topic; null = all of them, undefined = no topic. */
function identityOf(topic: unknown): string | null | undefined {
  const match = typeof topic === "string" ? LOG_TOPIC.exec(topic) : null;
  return match === null ? undefined : (match[1] ?? null);
}
