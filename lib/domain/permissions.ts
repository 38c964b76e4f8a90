/** Who may do what. Five roles; the full account system is another matter. */

export const ROLES = ["viewer", "operator", "engineer", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Permission = "read" | "command" | "manage-stations" | "manage-tokens" | "manage-access";

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["read"],
  operator: ["read", "command", "manage-tokens"],
  engineer: ["read", "command", "manage-stations", "manage-tokens"],
  approver: ["read", "command", "manage-stations", "manage-tokens"],
  admin: ["read", "command", "manage-stations", "manage-tokens", "manage-access"],
};

export const isRole = (value: string): value is Role => ROLES.some((role) => role === value);

export const may = (role: Role, permission: Permission): boolean => GRANTS[role].includes(permission);
