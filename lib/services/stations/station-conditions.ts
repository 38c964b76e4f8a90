import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type ChargerField, filterWord } from "@/lib/domain/filter/charger-fields";
import type { Condition, Match } from "@/lib/domain/filter/read-filter";
import { STATUS_WORDS } from "@/lib/domain/station";
import { conditionsSql, instantSql, patternSql, textSql, versionSql } from "../filter/match-sql";
import { type OutdatedFirmware, outdatedFirmware } from "./outdated-stations";

export type ChargerCondition = Condition<ChargerField>;

/** Of the row itself, over `s` (station), `site` and `g` (the gateway that holds it, where it lives). */
export async function stationWhere(db: Database, conditions: readonly ChargerCondition[]): Promise<Prisma.Sql> {
  const asksForOutdated = conditions.some((each) => each.type === "Field" && each.field === "outdated");
  const outdated = asksForOutdated ? await outdatedFirmware(db) : [];
  const ofRow = conditions.filter((each) => !isOfStatus(each));
  return conditionsSql(ofRow, { text: stationText, field: (field, match) => fieldSql(field, match, outdated) });
}

/** Of the status word, which is known only after the connectors were looked at: over `w.word`. */
export function statusWhere(conditions: readonly ChargerCondition[]): Prisma.Sql {
  return conditionsSql(conditions.filter(isOfStatus), {
    text: stationText,
    field: (_, match) => Prisma.sql`w.word = ${statusOf(match)}`,
  });
}

export const isOfStatus = (condition: ChargerCondition): boolean =>
  condition.type === "Field" && condition.field === "status";

const statusOf = (match: Match): string =>
  STATUS_WORDS.find((word) => match.type === "Word" && filterWord(word) === match.word) ?? "";

/** Do the words stand somewhere in what names a charger? */
export function stationText(text: string): Prisma.Sql {
  return Prisma.sql`strpos(lower(concat_ws(' ', s.identity, s.name, s.serial_number, s.vendor, s.model,
    array_to_string(s.tags, ' '))), lower(${text})) > 0`;
}

const CONNECTED = Prisma.sql`g.id IS NOT NULL`;
const NEVER = Prisma.sql`s.gateway_id IS NULL AND s.connected_at IS NULL AND s.disconnected_at IS NULL`;

function fieldSql(field: ChargerField, match: Match, outdated: readonly OutdatedFirmware[]): Prisma.Sql {
  switch (field) {
    case "status":
      throw new Error("the status is asked for by statusWhere");
    case "site":
      return textSql(Prisma.sql`site.name`, match);
    case "tag":
      return tagSql(match);
    case "vendor":
      return textSql(Prisma.sql`s.vendor`, match);
    case "model":
      return textSql(Prisma.sql`s.model`, match);
    case "charger":
      return textSql(Prisma.sql`s.identity`, match);
    case "name":
      return textSql(Prisma.sql`s.name`, match);
    case "serial":
      return textSql(Prisma.sql`s.serial_number`, match);
    case "fw":
      return versionSql(Prisma.sql`s.firmware_version`, Prisma.sql`s.firmware_key`, match);
    case "outdated":
      return yesNo(match, outdatedSql(outdated));
    case "proto":
      return Prisma.sql`s.ocpp_version = ${match.type === "Word" ? `ocpp${match.word}` : ""}`;
    case "seen":
      return instantSql(Prisma.sql`s.last_seen_at`, match);
    case "added":
      return instantSql(Prisma.sql`s.created_at`, match);
    case "connected":
      return match.type === "Word" && match.word === "never" ? NEVER : yesNo(match, CONNECTED);
    case "blocked":
      return yesNo(match, Prisma.sql`s.is_blocked`);
  }
}

const yesNo = (match: Match, said: Prisma.Sql): Prisma.Sql =>
  match.type === "Word" && match.word === "yes" ? said : Prisma.sql`(${said}) IS NOT TRUE`;

/** Not `unnest`: statements with it are taken for those whose text never changes. */
function tagSql(match: Match): Prisma.Sql {
  if (match.type === "None") return Prisma.sql`cardinality(s.tags) = 0`;
  if (match.type !== "Text") return Prisma.sql`FALSE`;
  return Prisma.sql`EXISTS (SELECT FROM jsonb_array_elements_text(to_jsonb(s.tags)) AS tag(text)
    WHERE ${patternSql(Prisma.sql`lower(tag.text)`, match.pattern)})`;
}

function outdatedSql(outdated: readonly OutdatedFirmware[]): Prisma.Sql {
  const keys = outdated.map(({ vendor, model, version }) => JSON.stringify([vendor, model, version]));
  const told = outdated.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`TRUE`;
  return Prisma.sql`${told} AND s.vendor IS NOT NULL AND s.model IS NOT NULL
    AND jsonb_build_array(s.vendor, s.model, s.firmware_version) = ANY(${keys}::jsonb[])`;
}
