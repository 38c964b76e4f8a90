import type { ActionResult } from "@/components/form/action-result";
import type { AddStation, RenewPassword } from "../onboarding/added-station";

/** What an operator can decide of who was refused. */
export type DoctorActions = {
  readonly adopt: AddStation;
  readonly renewPassword: RenewPassword;
  readonly block: (decision: { readonly id: number; readonly blocked: boolean }) => Promise<ActionResult<null>>;
  readonly dismiss: (ids: readonly number[]) => Promise<ActionResult<null>>;
};
