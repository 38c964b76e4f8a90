import { fromAddress } from "@/lib/domain/filter/address";
import type { Catalog } from "@/lib/domain/filter/catalog";
import { formatFilter } from "@/lib/domain/filter/format-filter";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { DENSITIES, type Density } from "@/lib/domain/saved-view";

/** What of a list stands in its address: a link shows somebody else the same. */
export type ListAddress = {
  readonly filter: string;
  /** A column, with a minus before it for the other way round. */
  readonly sort: string;
  /** Null = those that the list shows by itself. */
  readonly columns: readonly string[] | null;
  readonly density: Density;
  /** The saved view that it began from. */
  readonly view: string | null;
};

export type ListKind = {
  readonly catalog: Catalog;
  readonly sorts: readonly string[];
  readonly sort: string;
  /** What is shown where the address says nothing. */
  readonly filter: string;
  readonly columns: readonly string[];
};

type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What an address says of a list. Unknown values are ignored, not errors; fields with a parameter of their own are read too. */
export function readListAddress(params: Params, kind: ListKind): ListAddress {
  const text = (name: string): string | null => {
    const value = params[name];
    return (typeof value === "string" ? value : value?.[0]) ?? null;
  };
  const own = fromAddress(text, kind.catalog);
  const told = text("filter");
  const sort = text("sort") ?? "";
  const columns = (text("columns") ?? "").split(",").filter((name) => kind.columns.includes(name));
  return {
    filter: told === null && own.length === 0 ? kind.filter : formatFilter([...own, ...parseFilter(told ?? "")]),
    sort: kind.sorts.includes(sort.replace(/^-/, "")) ? sort : kind.sort,
    columns: columns.length === 0 ? null : [...new Set(columns)],
    density: DENSITIES.find((density) => density === text("density")) ?? "default",
    view: text("view"),
  };
}

/** The address of a list: what it shows by itself is not said. */
export function listHref(path: string, address: ListAddress, kind: ListKind): string {
  const query = new URLSearchParams();
  if (address.filter !== kind.filter) query.set("filter", address.filter);
  if (address.sort !== kind.sort) query.set("sort", address.sort);
  if (address.columns !== null) query.set("columns", address.columns.join(","));
  if (address.density !== "default") query.set("density", address.density);
  if (address.view !== null) query.set("view", address.view);
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text === "" ? path : `${path}?${text}`;
}

/** Whether two addresses show the same rows in the same way. */
export const showsSame = (one: ListAddress, other: Omit<ListAddress, "view">): boolean =>
  one.filter === other.filter &&
  one.sort === other.sort &&
  one.density === other.density &&
  (one.columns ?? []).join() === (other.columns ?? []).join();
