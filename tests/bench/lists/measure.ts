import { quantile } from "../statistics";
import type { ListCase } from "./cases";

/** Milliseconds from the request to the last byte of its answer. */
export type Timing = { readonly p50: number; readonly p95: number };

export type ListRow = {
  readonly name: string;
  readonly first: Timing;
  /** Null where there are fewer pages. */
  readonly fifth: Timing | null;
  /** On the first page. */
  readonly items: number;
  readonly url: string;
  readonly fifthUrl: string | null;
};

/** The web app, and who asks it: an API key, and somebody who is signed in. */
export type ListServer = { readonly webUrl: string; readonly apiKey: string; readonly cookie: string };

const LIMIT = 100;
const FIFTH = 5;
/** Connections and plans are warm then. */
const WARM_UP = 3;

/** How soon the first and the fifth page of a list are answered. Throws where they are not. */
export async function measureCase(server: ListServer, listCase: ListCase, requests: number): Promise<ListRow> {
  const headers = { authorization: `Bearer ${server.apiKey}` };
  const url = urlOf(server, listCase, null);
  const first = await timed(url, headers, requests);
  const page = pageOf(first.body);
  const fifthUrl = await findFifth(server, listCase, page.nextCursor);
  const fifth = fifthUrl === null ? null : (await timed(fifthUrl, headers, requests)).timing;
  return { name: listCase.name, first: first.timing, fifth, items: page.items, url, fifthUrl };
}

/** How soon a page of the console is answered, whole, to somebody who is signed in. */
export async function measurePage(
  server: ListServer,
  { name, path }: { readonly name: string; readonly path: string },
  requests: number,
): Promise<ListRow> {
  const url = `${server.webUrl}${path}`;
  const { timing } = await timed(url, { cookie: server.cookie }, requests);
  return { name: `${name} ${path}`, first: timing, fifth: null, items: 0, url, fifthUrl: null };
}

function urlOf({ webUrl }: ListServer, { path, query }: ListCase, cursor: string | null): string {
  const params = new URLSearchParams({ ...query, limit: String(LIMIT), ...(cursor === null ? {} : { cursor }) });
  return `${webUrl}/api/v1${path}?${params.toString()}`;
}

async function findFifth(server: ListServer, listCase: ListCase, second: string | null): Promise<string | null> {
  let cursor = second;
  for (let page = 2; page < FIFTH && cursor !== null; page += 1) {
    const { body } = await ask(urlOf(server, listCase, cursor), { authorization: `Bearer ${server.apiKey}` });
    cursor = pageOf(body).nextCursor;
  }
  return cursor === null ? null : urlOf(server, listCase, cursor);
}

async function timed(url: string, headers: Record<string, string>, requests: number) {
  for (let run = 0; run < WARM_UP; run += 1) await ask(url, headers);
  const took: number[] = [];
  let body = "";
  for (let run = 0; run < requests; run += 1) {
    const answer = await ask(url, headers);
    took.push(answer.ms);
    body = answer.body;
  }
  return { body, timing: { p50: quantile(took, 0.5), p95: quantile(took, 0.95) } };
}

async function ask(
  url: string,
  headers: Record<string, string>,
): Promise<{ readonly ms: number; readonly body: string }> {
  const from = performance.now();
  const response = await fetch(url, { headers, redirect: "manual" });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${url} was answered ${response.status}: ${body.slice(0, 300)}`);
  return { ms: performance.now() - from, body };
}

function pageOf(body: string): { readonly items: number; readonly nextCursor: string | null } {
  const page: { items: readonly unknown[]; nextCursor: string | null } = JSON.parse(body);
  return { items: page.items.length, nextCursor: page.nextCursor };
}
