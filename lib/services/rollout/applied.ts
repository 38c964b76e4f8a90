import type { Prisma } from "@/lib/db/generated/client";
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { CampaignSnapshot, JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { Actor, Unit } from "../context";
import type { JournalEntry } from "./journal";

export type Applying = {
  readonly campaignId: string;
  /** What was decided on, read in the same transaction under the campaign's lock. */
  readonly snapshot: CampaignSnapshot;
  readonly changes: readonly CampaignChange[];
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** What the parts of an application share. */
export type Applied = Applying & {
  readonly unit: Pick<Unit, "tx" | "announce">;
  readonly at: Date;
  readonly jobs: ReadonlyMap<string, JobFacts>;
  readonly journal: JournalEntry[];
};

export type ChangeOf<Type extends CampaignChange["type"]> = Extract<CampaignChange, { readonly type: Type }>;
export const changesOf = <Type extends CampaignChange["type"]>(
  changes: readonly CampaignChange[],
  type: Type,
): readonly ChangeOf<Type>[] => changes.filter((change): change is ChangeOf<Type> => change.type === type);

/** A change speaks only of jobs that were looked at. */
export function jobFrom(jobs: ReadonlyMap<string, JobFacts>, id: string): JobFacts {
  const job = jobs.get(id);
  if (job === undefined) throw new Error(`a change speaks of a job ${id} that was not looked at`);
  return job;
}

/** Instants that are set, as the database has them; null takes one away. */
export function instants<Name extends string>(
  set: Readonly<Record<Name, number | null | undefined>>,
): Partial<Record<Name, Date | null>> {
  const given: Partial<Record<Name, Date | null>> = {};
  for (const name in set) {
    const at = set[name];
    if (at !== undefined) given[name] = at === null ? null : new Date(at);
  }
  return given;
}

/** Facts of ours hold nothing but JSON. */
export const json = (value: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(value));
