/** Who may do what. Five roles; the full account system is another matter. */

export const ROLES = ["viewer", "operator", "engineer", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Permission =
  | "read"
  | "command"
  | "manage-stations"
  | "manage-tokens"
  | "manage-access"
  /** Pauses, resumes, aborts, opens a gate, locks a station against updates. */
  | "steer-campaigns"
  /** Uploads releases; creates and edits campaigns. */
  | "plan-campaigns"
  /** Approves what others planned, lets a held wave pass, resumes after a loss or a bad image. */
  | "approve-campaigns"
  /** Stops all rollouts at once; says which vendors' certificates are trusted. */
  | "control-rollouts"
  /** Acknowledges, silences and resolves alerts. */
  | "attend-alerts"
  /** Says what is watched for. */
  | "manage-alerts"
  /** Says whom alerts are told to: what leaves the house. */
  | "manage-alert-routes";

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["read"],
  operator: ["read", "command", "manage-tokens", "steer-campaigns", "attend-alerts"],
  engineer: [
    "read",
    "command",
    "manage-stations",
    "manage-tokens",
    "steer-campaigns",
    "plan-campaigns",
    "attend-alerts",
    "manage-alerts",
  ],
  approver: [
    "read",
    "command",
    "manage-stations",
    "manage-tokens",
    "steer-campaigns",
    "approve-campaigns",
    "attend-alerts",
    "manage-alerts",
  ],
  admin: [
    "read",
    "command",
    "manage-stations",
    "manage-tokens",
    "manage-access",
    "steer-campaigns",
    "plan-campaigns",
    "approve-campaigns",
    "control-rollouts",
    "attend-alerts",
    "manage-alerts",
    "manage-alert-routes",
  ],
};

export const isRole = (value: string): value is Role => ROLES.some((role) => role === value);

export const may = (role: Role, permission: Permission): boolean => GRANTS[role].includes(permission);
