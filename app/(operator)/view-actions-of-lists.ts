import type { ViewActions } from "@/components/lists/view-actions";
import { changeView, countViews, forgetView, saveView, suggest } from "./view-actions";

/** What a list asks of the server besides its rows, for its page to hand on. */
export const VIEW_ACTIONS: ViewActions = {
  save: saveView,
  change: changeView,
  forget: forgetView,
  count: countViews,
  suggest,
};
