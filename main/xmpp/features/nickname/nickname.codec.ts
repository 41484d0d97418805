// XEP-0172: User Nickname, version 1.1 (2012-03-21)
import { child, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

const MOST_NAME = 200;

/** One line without invisible marks: a name stands in lists, and must not change the direction of what stands beside it. */
export function cleanName(text: string): string | undefined {
  const name = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim();
  return name === '' ? undefined : name.slice(0, MOST_NAME).toWellFormed();
}

/** `''`: the nickname was taken away; undefined: nothing is said. */
export function readNickname(parent: Element | undefined): string | undefined {
  const nick = child(parent, 'nick', NS.nickname);
  return nick && (cleanName(nick.text()) ?? '');
}

export const encodeNickname = (name: string): Element => el('nick', NS.nickname, {}, name);
export const decodeNickname = (nick: Element): string => cleanName(nick.text()) ?? '';
