import { z } from "zod";
import type { TokenColumn } from "@/lib/domain/token-import";
import { instantSchema } from "../../instant";
import { tokenFields, tokenUidSchema } from "../token-fields";

/** How spreadsheets and other systems call them; compared without case, spaces, dashes and underlines. */
const ALIASES: Readonly<Record<TokenColumn, readonly string[]>> = {
  uid: ["uid", "token", "card", "cardnumber", "idtag", "idtoken", "rfid", "tagid"],
  type: ["type", "tokentype"],
  status: ["status", "state"],
  group: ["group", "groupid", "parent", "parentidtag", "groupidtoken"],
  label: ["label", "name", "note", "holder", "description"],
  validFrom: ["validfrom", "from"],
  expires: ["expires", "expiresat", "expirydate", "validuntil", "until"],
  sessionsAtOnce: ["sessionsatonce", "concurrentmax", "maxactivetransactioncount"],
  sessionKwh: ["sessionkwh", "kwhpersession", "energylimitkwh"],
  sessionsPerDay: ["sessionsperday", "sessionsperdaymax"],
};

const plain = (heading: string): string => heading.toLowerCase().replace(/[\s_\-()]/gu, "");

/** Which column a heading names; null for none of ours. */
export function columnOf(heading: string): TokenColumn | null {
  const name = plain(heading);
  for (const [column, names] of Object.entries(ALIASES)) {
    if (names.includes(name)) return isColumn(column) ? column : null;
  }
  return null;
}

const isColumn = (name: string): name is TokenColumn => Object.hasOwn(ALIASES, name);

/** A day alone begins at midnight UTC. */
const instant = z
  .string()
  .transform((text) => (/^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00:00Z` : text))
  .pipe(instantSchema);

const STATUS_WORDS: Readonly<Record<string, "Accepted" | "Blocked">> = {
  accepted: "Accepted",
  active: "Accepted",
  valid: "Accepted",
  blocked: "Blocked",
  invalid: "Blocked",
  disabled: "Blocked",
};
const status = z
  .string()
  .transform((text) => STATUS_WORDS[text.toLowerCase()] ?? text)
  .pipe(tokenFields.status);

/** "any" and an empty cell mean no limit. */
const anyNumber = z.string().transform((text) => (text.toLowerCase() === "any" ? null : Number(text)));

/** A row as its cells are: trimmed text, null where empty; what it becomes has the names and units of the books. */
const cells = {
  type: tokenFields.type,
  status,
  group: tokenFields.groupId,
  label: tokenFields.label,
  validFrom: instant,
  expires: instant,
  sessionsAtOnce: anyNumber.pipe(tokenFields.concurrentMax),
  sessionKwh: anyNumber.transform((kwh) => (kwh === null ? null : kwh * 1_000)).pipe(tokenFields.energyLimitWh),
  sessionsPerDay: anyNumber.pipe(tokenFields.sessionsPerDayMax),
} as const satisfies Record<Exclude<TokenColumn, "uid">, z.ZodType>;

/** What a row says of its card; what its list has no column for is left out. */
export type TokenValues = {
  type?: string;
  status?: "Accepted" | "Blocked";
  groupId?: string | null;
  label?: string | null;
  validFrom?: Date | null;
  expiresAt?: Date | null;
  concurrentMax?: number | null;
  energyLimitWh?: number | null;
  sessionsPerDayMax?: number | null;
};

/** The number of a card; null where it is none. */
export function readUid(text: string): string | null {
  const read = tokenUidSchema.safeParse(text);
  return read.success ? read.data : null;
}

/** Puts what stands in one cell into `values`; false where it cannot be read. `text` is null where the cell is empty. */
export function readCell(values: TokenValues, column: Exclude<TokenColumn, "uid">, text: string | null): boolean {
  switch (column) {
    case "type":
      return text === null || take(cells.type, text, (type) => (values.type = type));
    case "status":
      return text === null || take(cells.status, text, (read) => (values.status = read));
    case "group":
      return take(cells.group, text, (groupId) => (values.groupId = groupId));
    case "label":
      return take(cells.label, text, (label) => (values.label = label));
    case "validFrom":
      return take(cells.validFrom.nullable(), text, (at) => (values.validFrom = at === null ? null : new Date(at)));
    case "expires":
      return take(cells.expires.nullable(), text, (at) => (values.expiresAt = at === null ? null : new Date(at)));
    case "sessionsAtOnce":
    case "sessionKwh":
    case "sessionsPerDay":
      return readLimit(values, column, text);
  }
}

type Limit = Extract<TokenColumn, "sessionsAtOnce" | "sessionKwh" | "sessionsPerDay">;

function readLimit(values: TokenValues, column: Limit, text: string | null): boolean {
  switch (column) {
    case "sessionsAtOnce":
      return take(cells.sessionsAtOnce.nullable(), text, (most) => (values.concurrentMax = most));
    case "sessionKwh":
      return take(cells.sessionKwh.nullable(), text, (most) => (values.energyLimitWh = most));
    case "sessionsPerDay":
      return take(cells.sessionsPerDay.nullable(), text, (most) => (values.sessionsPerDayMax = most));
  }
}

function take<T>(schema: z.ZodType<T>, text: string | null, keep: (value: T) => void): boolean {
  const read = schema.safeParse(text);
  if (read.success) keep(read.data);
  return read.success;
}
