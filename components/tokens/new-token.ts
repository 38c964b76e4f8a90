export type NewToken = { readonly uid: string; readonly label: string; readonly type: string };
