// SASLprep (RFC 4013) of passwords and user names, as the servers do it whose stored keys must come out equal.
// RFC 8265 (OpaqueString) would use NFC; servers in use today still hash what SASLprep yields, so NFKC it is. The tables are those of Unicode as the
// running Node knows it, not of Unicode 3.2: code points that were unassigned then are let through, as RFC 3454 §7 allows for a query.

/** RFC 3454 table C.1.2: spaces that become U+0020. */
const SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/gu;
/** RFC 3454 table B.1: what is mapped to nothing. U+200B stands in both tables; as libidn and ICU do, it is a space. */
const NOTHING = /\u00AD|\u034F|\u1806|[\u180B-\u180D]|\u200C|\u200D|\u2060|[\uFE00-\uFE0F]|\uFEFF/gu;
/** RFC 3454 tables C.2 to C.9: controls, private use, non-characters, surrogates, what is no plain text, and tags. */
const PROHIBITED =
  /\p{Cc}|\p{Co}|\p{Cs}|\p{Noncharacter_Code_Point}|[\u06DD\u070F\u180E\u200E\u200F\u2028\u2029\u202A-\u202E\u2061-\u2063\u206A-\u206F\u2FF0-\u2FFB]|\u0340|\u0341|[\uFFF9-\uFFFD]|\u{1D173}|[\u{1D174}-\u{1D17A}]|\u{E0001}|[\u{E0020}-\u{E007F}]/u;
/** An approximation of RFC 3454 table D.1: letters of the scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LEFT_TO_RIGHT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** The prepared text; undefined where it holds what no server may accept (RFC 5802 §5.1: stop then). */
export function saslPrep(text: string): string | undefined {
  const prepared = text.replace(SPACES, ' ').replace(NOTHING, '').normalize('NFKC');
  if (prepared === '' || PROHIBITED.test(prepared) || !keepsDirection(prepared)) return undefined;
  return prepared;
}

/** RFC 3454 §6: with one right-to-left letter there is no left-to-right one, and the first and last letter are right-to-left. */
function keepsDirection(text: string): boolean {
  const letters = [...text];
  if (!letters.some(letter => RIGHT_TO_LEFT.test(letter))) return true;
  return !LEFT_TO_RIGHT.test(text) && RIGHT_TO_LEFT.test(letters[0] ?? '') && RIGHT_TO_LEFT.test(letters.at(-1) ?? '');
}
