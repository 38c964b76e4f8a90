/** How far the downloads of this gateway are, by grant; recorded at most once a second, many in one statement. */
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import type { OpenGrant } from "@/lib/services/releases/find-grant";
import { recordDownloads, type SentBytes } from "@/lib/services/releases/record-downloads";

export type DownloadProgress = {
  /** A request of a grant begins at a byte. `isRest`: it asks for all from there on, so it has what is before. */
  readonly begin: (grant: OpenGrant, from: { readonly start: number; readonly isRest: boolean }) => Progress;
  readonly flush: () => Promise<void>;
};

/** One request's part in it. */
export type Progress = {
  readonly sent: (start: number, end: number) => void;
  readonly end: () => void;
};

type Reach = {
  readonly bytes: number;
  reached: number;
  /** Sent, but not in one with the beginning. */
  apart: { readonly start: number; readonly end: number }[];
  open: number;
  requests: number;
  served: number;
  hasServed: boolean;
  firstAt: Date | null;
  lastAt: Date | null;
};

const APART_MAX = 64;

export function createDownloadProgress(ctx: ServiceContext, log: Log): DownloadProgress {
  const reaches = new Map<string, Reach>();
  let flushing: Promise<void> = Promise.resolve();

  const round = async (): Promise<void> => {
    const changed = [...reaches].filter(([, { requests, served }]) => requests > 0 || served > 0);
    const sent = changed.map(([grantId, reach]) => taken(grantId, reach));
    try {
      await recordDownloads(ctx, sent);
    } catch (error) {
      for (const each of sent) giveBack(reaches.get(each.grantId), each);
      log.warn({ err: error }, "the progress of downloads could not be recorded; it is tried again");
      return;
    }
    for (const [id, { open, requests, served }] of reaches) if (open + requests + served === 0) reaches.delete(id);
  };

  return {
    begin: (grant, { start, isRest }) => {
      const reach = reaches.get(grant.id) ?? newReach(grant);
      reaches.set(grant.id, reach);
      reach.open += 1;
      reach.requests += 1;
      reach.reached = Math.max(reach.reached, grant.bytesReached);
      // What it was sent just before a gateway's death may not have been recorded.
      if (isRest && reach.hasServed) reach.reached = Math.max(reach.reached, start);
      return {
        sent: (from, to) => advance(reach, { start: from, end: to }, ctx.now()),
        end: () => {
          reach.open -= 1;
        },
      };
    },
    flush: () => {
      flushing = flushing.then(round);
      return flushing;
    },
  };
}

const newReach = (grant: OpenGrant): Reach => ({
  bytes: grant.release.bytes,
  reached: grant.bytesReached,
  apart: [],
  open: 0,
  requests: 0,
  served: 0,
  hasServed: grant.bytesServed > 0,
  firstAt: null,
  lastAt: null,
});

function advance(reach: Reach, { start, end }: { readonly start: number; readonly end: number }, at: Date): void {
  reach.served += end - start;
  reach.hasServed = true;
  reach.firstAt ??= at;
  reach.lastAt = at;
  if (start > reach.reached) return setApart(reach, { start, end });
  reach.reached = Math.max(reach.reached, end);
  for (const part of reach.apart.toSorted((a, b) => a.start - b.start))
    if (part.start <= reach.reached) reach.reached = Math.max(reach.reached, part.end);
  reach.apart = reach.apart.filter((part) => part.end > reach.reached);
}

function setApart(reach: Reach, sent: { readonly start: number; readonly end: number }): void {
  const before = reach.apart.find((part) => part.start <= sent.start && part.end >= sent.start);
  const rest = reach.apart.filter((part) => part !== before);
  const grown = before === undefined ? sent : { start: before.start, end: Math.max(before.end, sent.end) };
  reach.apart = [...rest, grown].slice(-APART_MAX);
}

function taken(grantId: string, reach: Reach): SentBytes {
  const { requests, served, reached, bytes, firstAt, lastAt } = reach;
  reach.requests = 0;
  reach.served = 0;
  return { grantId, requests, served, reached, bytes, firstAt, lastAt };
}

function giveBack(reach: Reach | undefined, { requests, served }: SentBytes): void {
  if (reach === undefined) return;
  reach.requests += requests;
  reach.served += served;
}
