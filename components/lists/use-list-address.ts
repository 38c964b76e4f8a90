"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { SavedViewView } from "@/lib/domain/saved-view";
import { type ListAddress, type ListKind, listHref } from "./list-address";

/** Changes what of a list stands in its address; the page is then read with it. */
export function useListAddress(path: string, address: ListAddress, kind: ListKind) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const hrefWith = (changes: Partial<ListAddress>): string => listHref(path, { ...address, ...changes }, kind);
  const go = (changes: Partial<ListAddress>): void =>
    startTransition(() => router.replace(hrefWith(changes), { scroll: false }));
  const home: ListAddress = { filter: kind.filter, sort: kind.sort, columns: null, density: "default", view: null };
  return {
    go,
    isPending,
    /** The rows of another filter, in the columns and height that are set. */
    hrefOf: (filter: string, sort: string | undefined): string =>
      hrefWith({ filter, sort: sort ?? kind.sort, view: null }),
    hrefOfView: (view: SavedViewView): string => listHref(path, addressOfView(view, kind), kind),
    openView: (view: SavedViewView | null): void => go(view === null ? home : addressOfView(view, kind)),
  };
}

/** What a saved view shows. */
export const addressOfView = (view: SavedViewView, kind: ListKind): ListAddress => {
  const columns = view.columns.filter((name) => kind.columns.includes(name));
  return {
    filter: view.filter,
    sort: view.sort ?? kind.sort,
    columns: columns.length === 0 ? null : columns,
    density: view.density ?? "default",
    view: view.id,
  };
};
