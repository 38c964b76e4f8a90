import type { ActionResult } from "@/components/form/action-result";
import type { CommandView } from "@/lib/domain/command-view";
import type { RenewPassword } from "../onboarding/added-station";

export type AccessChange = {
  readonly securityProfile: 0 | 1 | 2 | 3;
  /** What is left out stays. */
  readonly minSecurityProfile?: 0 | 1 | 2 | 3;
};

export type HealthActions = {
  readonly renewPassword: RenewPassword;
  readonly rotatePassword: (identity: string) => Promise<ActionResult<CommandView>>;
  readonly changeAccess: (identity: string, change: AccessChange) => Promise<ActionResult<null>>;
};
