const LENGTH_MAX = 100;

/**
 * May a file with this name be offered to stations? It ends an address that some of them cut, misread or take for a
 * path: letters, digits and . _ - + only, not beginning with a dot.
 */
export const isImageName = (name: string): boolean =>
  name.length <= LENGTH_MAX && /^[A-Za-z0-9_+-][A-Za-z0-9._+-]*$/.test(name);

/** What can be said to whoever chose another one. */
export const IMAGE_NAME_RULE = `A file name for stations holds letters, digits and . _ - + only, and at most ${LENGTH_MAX} of them. Rename the file.`;
