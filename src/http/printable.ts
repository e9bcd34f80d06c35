/** Making target-made text safe to show. */

/** Controls, format characters (bidi, zero width), unassigned and private ones, odd spaces, lone surrogates. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * Makes visible what a terminal or browser would act upon or hide: escape sequences, direction overrides,
 * zero-width characters, line breaks (`\u001b`, `\u{e0041}`). A newline in a report is one that we put there.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  });
}
