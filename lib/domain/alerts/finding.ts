/** What a look at the books found under one rule. Instants are milliseconds since 1970. */

export type FoundStation = {
  readonly id: number;
  readonly identity: string;
  readonly siteId: number | null;
  readonly siteName: string | null;
  readonly tags: readonly string[];
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmwareVersion: string | null;
  /** The gateway whose loss took its connection away; null where that is not why. */
  readonly lostGatewayId: string | null;
};

/** A question that has to go unanswered before a finding counts. `askedAt` null: it has not been put yet. */
export type Probe = { readonly askedAt: number | null; readonly key: string };

export type Finding = {
  readonly ruleId: number;
  /** `station:17`, `disk:/var/lib/kituo`, `certificate:<fingerprint>`. */
  readonly subject: string;
  /** What a person calls it. */
  readonly label: string;
  /** Null where it is about Kituo itself. */
  readonly station: FoundStation | null;
  readonly since: number;
  /** What more is known: an error code, a count, a date. */
  readonly detail: string | null;
  /** Null where nothing needs to be asked. */
  readonly probe: Probe | null;
};

/** A station is given this long to answer; the wire's own limit for an answer is shorter. */
export const PROBE_MS = 45_000;

/** Has it been so for as long as the rule wants, and was it asked where it has to be? */
export function isRipe({ since, probe }: Finding, forSeconds: number, now: number): boolean {
  if (since + forSeconds * 1000 > now) return false;
  return probe === null || (probe.askedAt !== null && probe.askedAt + PROBE_MS <= now);
}
