import { may, type Permission } from "@/lib/domain/permissions";
import type { ServiceContext } from "@/lib/services/context";

/** Whether a page offers what changes stations; the verb asks again. */
export const mayManageStations = ({ actor }: ServiceContext): boolean =>
  actor.kind === "system" || may(actor.role, "manage-stations");

/** Whether a page offers what needs this permission; the verb asks again. */
export const mayDo = ({ actor }: ServiceContext, permission: Permission): boolean =>
  actor.kind === "system" || may(actor.role, permission);
