import { may } from "@/lib/domain/permissions";
import type { ServiceContext } from "@/lib/services/context";

/** Whether a page offers what changes stations; the verb asks again. */
export const mayManageStations = ({ actor }: ServiceContext): boolean =>
  actor.kind === "system" || may(actor.role, "manage-stations");
