// Names that could be taken for another. Only what a name looks like counts; who somebody is stands in ids and addresses.

/** Letters of other scripts that look like Latin ones, in lower case. */
const LIKE: Readonly<Record<string, string>> = {
  ...pairs('аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwкkтtмmвbнhґr'),
  ...pairs('αaοoνvρpτtιiυuηnκkωwβb'),
  ...{ ı: 'i', ł: 'l', ø: 'o', đ: 'd', ħ: 'h', '0': 'o', '1': 'l', '|': 'l', '5': 's', ß: 'b', ɡ: 'g', ɑ: 'a' },
};
function pairs(text: string): Record<string, string> {
  const all = [...text];
  return Object.fromEntries(all.flatMap((letter, index) => (index % 2 === 0 ? [[letter, all[index + 1] ?? '']] : [])));
}

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0\u2800]/gu;
/** What hides, or turns the direction of what stands beside it. Joiners within a script that needs them are let be. */
const HIDES =
  /\u034f|\u17b4|\u17b5|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]|[\u{e0100}-\u{e01ef}]/u;

/** Two names with the same skeleton are hard to tell apart: capitals, blanks, accents and scripts are gone from it. */
export function skeletonOf(name: string): string {
  // Plain names are nearly all there are.
  const folded = /^[a-z]+$/.test(name) ? name : name.normalize('NFKD').replace(INVISIBLE, '').toLowerCase();
  const letters = [...folded].flatMap(letter => (/[\s\p{P}]/u.test(letter) ? [] : [LIKE[letter] ?? letter]));
  return letters.join('').replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('i', 'l');
}

const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u] as const;

/** It hides something, or is made of scripts that nobody mixes. */
export const isDeceptive = (name: string): boolean =>
  HIDES.test(name) || name !== name.trim() || /\s{2}/u.test(name) || SCRIPTS.filter(script => script.test(name)).length > 1;
