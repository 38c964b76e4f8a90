import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";

/** For `catch` of a write: what it failed for, in words where it is the name. */
export const taken =
  (name: string) =>
  (error: unknown): never => {
    throw isUniqueViolation(error) ? new ServiceError("Conflict", `There is already a site ${name}.`, "name") : error;
  };
