/**
 * The live tail of the message log: who follows it with which filter, and what each has not been told yet. Takes
 * only what is committed. Pure: time comes with each call, sockets are the live server's matter.
 */
import { type MessageFilter, matchesFilter } from "@/lib/domain/message-filter";
import { summarizeMessage } from "@/lib/domain/message-summary";
import { type MessageView, transactionRefOf, withoutLongPayloads } from "@/lib/domain/message-view";
import type { MessageRow } from "@/lib/services/messages/message-parts";

/** What a follower is told at most; beyond it nobody reads along. */
export const TOLD_PER_SECOND_MAX = 50;

export type Told = { readonly messages: readonly MessageView[]; readonly skipped: number };

export type LiveLog = {
  readonly follow: (follower: string, filter: MessageFilter) => void;
  readonly leave: (follower: string) => void;
  readonly followers: () => readonly string[];
  /** Stored rows, in the order of their commits. */
  readonly take: (rows: readonly MessageRow[], now: number) => void;
  /** What each follower has not been told yet; those without news are left out. */
  readonly news: () => ReadonlyMap<string, Told>;
};

type Follower = {
  readonly filter: MessageFilter;
  waiting: MessageView[];
  skipped: number;
  second: number;
  toldInSecond: number;
};

export function createLiveLog(): LiveLog {
  const followers = new Map<string, Follower>();
  return {
    follow: (name, filter) => {
      followers.set(name, { filter, waiting: [], skipped: 0, second: 0, toldInSecond: 0 });
    },
    leave: (name) => void followers.delete(name),
    followers: () => [...followers.keys()],
    take: (rows, now) => {
      // Nobody looks, nearly always: then it costs nothing.
      if (followers.size === 0) return;
      for (const row of rows) for (const follower of followers.values()) offer(follower, row, now);
    },
    news: () => {
      const news = new Map<string, Told>();
      for (const [name, follower] of followers) {
        if (follower.waiting.length === 0 && follower.skipped === 0) continue;
        news.set(name, { messages: follower.waiting, skipped: follower.skipped });
        follower.waiting = [];
        follower.skipped = 0;
      }
      return news;
    },
  };
}

/** The filter comes before the sampling: who looks for errors sees them all, however much else is said. */
function offer(follower: Follower, row: MessageRow, now: number): void {
  if (!matchesFilter(follower.filter, row)) return;
  const second = Math.floor(now / 1000);
  if (second !== follower.second) {
    follower.second = second;
    follower.toldInSecond = 0;
  }
  follower.toldInSecond += 1;
  if (follower.toldInSecond > TOLD_PER_SECOND_MAX) follower.skipped += 1;
  else follower.waiting.push(toView(row));
}

function toView({ identity, at, direction, messageId, action, result, latencyMs, ...row }: MessageRow): MessageView {
  const { request, response } = row;
  return withoutLongPayloads({
    id: null,
    identity,
    at: at.toISOString(),
    direction,
    messageId,
    action,
    result,
    latencyMs,
    summary: summarizeMessage({ action, result, request, response }),
    transactionRef: transactionRefOf(request, response),
    request,
    response,
    requestChars: request?.length ?? null,
    responseChars: response?.length ?? null,
  });
}
