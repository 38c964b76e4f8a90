import type { ListKind } from "@/components/lists/list-address";
import { CHARGER_FIELDS } from "@/lib/domain/filter/charger-fields";
import { CHARGER_SORTS } from "@/lib/domain/filter/list-sorts";
import { CHARGER_COLUMNS } from "@/lib/domain/list-columns";

/** The list of chargers, as its address tells it. */
export const CHARGER_KIND: ListKind = {
  catalog: CHARGER_FIELDS,
  sorts: CHARGER_SORTS,
  sort: "identity",
  filter: "",
  columns: CHARGER_COLUMNS,
};
