/** What somebody said to an order, for the journal; nothing where they said nothing. */
export const said = (comment: string | undefined): { readonly comment?: string } =>
  comment === undefined ? {} : { comment };
