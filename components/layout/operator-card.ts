/** Who is signed in, as the menu shows it. */
export type OperatorCard = { readonly name: string; readonly email: string; readonly role: string };
