import type { ProfilePurpose } from "@/lib/domain/charging-profile";
import type { ChargingProfileView } from "@/lib/domain/charging-profile-view";

type Slot = { readonly evse: number; readonly purpose: ProfilePurpose; readonly stackLevel: number };

/** The id of the installed profile that a new one of this purpose and level there takes the place of. */
export function replacedBy(items: readonly ChargingProfileView[], slot: Slot): number | null {
  const before = items.find(
    ({ state, evse, profile }) =>
      state === "Installed" &&
      evse === slot.evse &&
      profile.purpose === slot.purpose &&
      profile.stackLevel === slot.stackLevel,
  );
  return before?.profile.id ?? null;
}
