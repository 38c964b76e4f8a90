import type { ActionFault } from "./action-result";

/** What is wrong with the whole form; faults of one field stand at that field. */
export function FormFault({ fault }: { readonly fault: ActionFault | null }) {
  if (fault === null) return null;
  return (
    <p role="alert" className="rounded-md bg-fault-soft px-3 py-2 text-fault-ink">
      {fault.message}
    </p>
  );
}

/** The fault of one field, for its `error`. */
export const faultOf = (fault: ActionFault | null, field: string): string | null =>
  fault?.field === field ? fault.message : null;

/** The fault for `FormFault` where only `fields` show their own. */
export const faultBesides = (fault: ActionFault | null, ...fields: readonly string[]): ActionFault | null =>
  fault !== null && fault.field !== null && fields.includes(fault.field) ? null : fault;
