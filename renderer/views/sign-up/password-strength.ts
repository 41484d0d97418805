export type Strength = 'weak' | 'fair' | 'good';

const COMMON = /^(?:(?:pass(?:word)?|passwort|qwertz?|asdf|letmein|welcome|admin|hallo|iloveyou|romeo|juliet)[0-9!.]*|(.)\1*|[0-9]+)$/i;
/** Runs such as abcd, 4321 or aaaa add one character's worth. */
function lengthWithoutRuns(text: string): number {
  let count = 0;
  let lastStep: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const step: number | undefined = at === 0 ? undefined : text.charCodeAt(at) - text.charCodeAt(at - 1);
    const run = step !== undefined && Math.abs(step) <= 1 && step === lastStep;
    if (!run) count++;
    lastStep = step;
  }
  return count;
}

/**
 * A hint, not a gate: counts bits as if characters were drawn evenly from the classes in use. A long phrase of words is good, which is
 * what we want people to choose.
 */
export function passwordStrength(password: string, address: string): Strength {
  const name = address.split('@')[0]?.toLowerCase() ?? '';
  if (COMMON.test(password) || (name.length >= 3 && password.toLowerCase().includes(name) && password.length < name.length + 6)) return 'weak';
  const classes: readonly (readonly [RegExp, number])[] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\p{Nd}/u, 10],
    [/[^\p{L}\p{Nd}]/u, 24],
  ];
  const alphabet = classes.reduce((sum, [has, size]) => sum + (has.test(password) ? size : 0), 0) || 26;
  const bits = lengthWithoutRuns(password) * Math.log2(alphabet) * 0.8;
  return bits < 40 ? 'weak' : bits < 60 ? 'fair' : 'good';
}
