import type { Room } from '../../../preload/contract/rooms.ts';

/** What can be done by writing a line that begins with a slash. `me` is no command of ours: it is sent, and shown as an action (XEP-0245). */
export const COMMANDS = ['me', 'msg', 'topic', 'nick', 'invite', 'kick', 'ban', 'part'] as const;
export type CommandName = (typeof COMMANDS)[number];

export type RoomCommand =
  | { readonly name: 'msg'; readonly nickname: string; readonly body: string }
  | { readonly name: 'topic'; readonly text: string }
  | { readonly name: 'nick'; readonly nickname: string }
  | { readonly name: 'invite'; readonly address: string; readonly reason: string }
  | { readonly name: 'kick'; readonly nickname: string; readonly reason: string }
  | { readonly name: 'ban'; readonly nickname?: string; readonly address?: string; readonly reason: string }
  | { readonly name: 'part' };

/** What is wrong with a line, before anything is sent. `name` is the command as it was written. */
export interface Complaint {
  readonly why: 'unknown' | 'nobody' | 'usage' | 'not-allowed';
  readonly name: string;
  /** Whom the line names. */
  readonly who?: string;
}
export type Line =
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'command'; readonly command: RoomCommand }
  | { readonly kind: 'wrong'; readonly complaint: Complaint };

/** What a line is read against: who is here, and what the user may do. */
export interface Around {
  readonly room: Pick<Room, 'role' | 'affiliation' | 'maySetSubject'>;
  readonly isHere: (nickname: string) => boolean;
}

const COMMAND = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i;
const OTHER_NAMES: Readonly<Record<string, CommandName>> = { leave: 'part', subject: 'topic', w: 'msg', whisper: 'msg', query: 'msg' };

const nameOf = (word: string): CommandName | undefined => COMMANDS.find(one => one === word) ?? OTHER_NAMES[word];

/** Which commands the room lets the user give. */
export function allowed(name: CommandName, { role, affiliation, maySetSubject }: Around['room']): boolean {
  if (name === 'kick') return role === 'moderator';
  if (name === 'ban') return affiliation === 'owner' || affiliation === 'admin';
  return name !== 'topic' || maySetSubject;
}

/** Reads what was written in a room. Two slashes are one that is meant as text; `/usr/bin` is no command. */
export function readLine(text: string, around: Around): Line {
  if (text.startsWith('//')) return { kind: 'text', body: text.slice(1) };
  const [, word, rest = ''] = COMMAND.exec(text) ?? [];
  if (word === undefined) return { kind: 'text', body: text };
  const name = nameOf(word.toLowerCase());
  if (name === undefined) return wrong('unknown', word);
  if (name === 'me') return rest.trim() === '' ? wrong('usage', 'me') : { kind: 'text', body: text };
  if (!allowed(name, around.room)) return wrong('not-allowed', name);
  return argumentsOf(name, rest.trim(), around);
}

const wrong = (why: Complaint['why'], name: string, who?: string): Line => ({ kind: 'wrong', complaint: { why, name, ...(who === undefined ? {} : { who }) } });
const command = (read: RoomCommand): Line => ({ kind: 'command', command: read });

function argumentsOf(name: Exclude<CommandName, 'me'>, rest: string, around: Around): Line {
  switch (name) {
    case 'part':
      return command({ name });
    case 'topic':
      return rest === '' ? wrong('usage', name) : command({ name, text: rest });
    case 'nick':
      return rest === '' ? wrong('usage', name) : command({ name, nickname: unquoted(rest) });
    case 'invite':
      return invitation(rest);
    case 'kick':
    case 'ban':
    case 'msg':
      return aboutSomebody(name, rest, around);
  }
}

function invitation(rest: string): Line {
  const [address = '', ...words] = rest.split(/\s+/);
  return address.includes('@') ? command({ name: 'invite', address, reason: words.join(' ') }) : wrong('usage', 'invite');
}

function aboutSomebody(name: 'kick' | 'ban' | 'msg', rest: string, { isHere }: Around): Line {
  const somebody = whom(rest, isHere);
  if (!somebody) return wrong('usage', name);
  const { who, after } = somebody;
  if (name === 'ban' && !isHere(who) && who.includes('@')) return command({ name, address: who, reason: after });
  if (!isHere(who)) return wrong('nobody', name, who);
  if (name !== 'msg') return command({ name, nickname: who, reason: after });
  return after === '' ? wrong('usage', name) : command({ name, nickname: who, body: after });
}

/** Names may have blanks: in quotes, or else the longest name of somebody here that the text begins with. */
function whom(rest: string, isHere: (nickname: string) => boolean): { readonly who: string; readonly after: string } | undefined {
  if (rest === '') return undefined;
  const quoted = /^"([^"]+)"\s*([\s\S]*)$/.exec(rest);
  if (quoted?.[1] !== undefined) return { who: quoted[1], after: (quoted[2] ?? '').trim() };
  const words = rest.split(/(\s+)/);
  for (let count = Math.min(words.length, MOST_WORDS); count > 0; count -= 2) {
    const who = words.slice(0, count).join('');
    if (isHere(who)) return { who, after: words.slice(count).join('').trim() };
  }
  return { who: words[0] ?? '', after: words.slice(1).join('').trim() };
}
/** Words and the blanks between them. */
const MOST_WORDS = 19;

const unquoted = (text: string): string => /^"([^"]+)"$/.exec(text)?.[1] ?? text;

/** A name as it is written in a command. */
export const quoted = (nickname: string): string => (/\s/.test(nickname) && !nickname.includes('"') ? `"${nickname}"` : nickname);

/** A draft to one person alone is kept as the command that sends it: it can never go to everybody by mistake. */
export const privateDraft = (nickname: string, text: string): string => `/msg ${nickname.includes('"') ? nickname : `"${nickname}"`} ${text}`;
export function readPrivateDraft(draft: string): { readonly nickname: string; readonly text: string } | undefined {
  const match = /^\/msg "([^"]+)" ([\s\S]*)$/.exec(draft);
  return match?.[1] === undefined ? undefined : { nickname: match[1], text: match[2] ?? '' };
}
