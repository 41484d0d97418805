// Embeddings, overrides and isolates (Unicode UAX #9): with them a name could pretend to be another, or a text reach out of its row. The marks that only
// hint at a direction (U+200E, U+200F, U+061C) stay: right-to-left texts need them.
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
// Nothing that a person types; some draw as boxes, some as nothing at all.
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** A text of somebody else's, made harmless for a row of our own. Lines stay. */
export const calmText = (text: string): string => text.replaceAll(BIDI_CONTROLS, '').replaceAll(CONTROLS, '');

/** The same for what has to stay on one line, such as a name. */
export const calmLine = (text: string): string => calmText(text).replaceAll(/\s+/g, ' ').trim();
