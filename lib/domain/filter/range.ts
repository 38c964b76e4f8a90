/** A bound that itself counts or does not. */
export type Bound<T> = { readonly value: T; readonly isIncluded: boolean };
export type Range<T> = { readonly from: Bound<T> | null; readonly to: Bound<T> | null };
