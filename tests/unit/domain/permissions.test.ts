import { describe, expect, test } from "vitest";
import { isRole, may, type Permission, ROLES } from "@/lib/domain/permissions";

const PERMISSIONS: readonly Permission[] = ["read", "command", "manage-stations", "manage-tokens", "manage-access"];
const rolesThatMay = (permission: Permission) => ROLES.filter((role) => may(role, permission));

describe("who may do what", () => {
  test.each<[Permission, readonly string[]]>([
    ["read", ["viewer", "operator", "engineer", "approver", "admin"]],
    ["command", ["operator", "engineer", "approver", "admin"]],
    ["manage-tokens", ["operator", "engineer", "approver", "admin"]],
    ["manage-stations", ["engineer", "approver", "admin"]],
    ["manage-access", ["admin"]],
  ])("%s: %j", (permission, roles) => {
    expect(rolesThatMay(permission)).toEqual(roles);
  });

  test("a later role may all that an earlier one may", () => {
    const granted = ROLES.map((role) => PERMISSIONS.filter((permission) => may(role, permission)));
    for (const [index, permissions] of granted.slice(1).entries()) {
      expect(permissions).toEqual(expect.arrayContaining([...(granted[index] ?? [])]));
    }
  });
});

test.each(["Admin", "", "constructor", "viewer "])("%j is no role", (word) => {
  expect(isRole(word)).toBe(false);
});
