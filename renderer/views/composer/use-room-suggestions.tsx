import { AtSign } from 'lucide-react';
import { useMemo, useSyncExternalStore } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Occupant } from '../../../preload/contract/rooms.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useRoom } from '../../model/use-room.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { fit } from '../switcher/switcher-entries.ts';
import type { Suggestion, Suggestions } from './Completion.tsx';
import { allowed, COMMANDS, quoted } from './room-commands.ts';

const MOST = 8;
const EVERYBODY = 'room';
const NOBODY: readonly Occupant[] = [];
const never = (): (() => void) => () => undefined;

/** A name that is being typed: `@name` anywhere, or whom a command is about. */
interface Naming {
  readonly from: number;
  readonly typed: string;
  readonly kind: 'mention' | 'argument';
}

/** What is named before the caret, if anything. Names have blanks in them: so long as somebody is called so, the blank belongs to the name. */
export function namingAt(text: string, caret: number): Naming | undefined {
  const before = text.slice(0, caret);
  const argument = /^\/(?:kick|ban|msg|w|whisper|query)\s+"?([^"\n]{0,40})$/i.exec(before);
  if (argument)
    return { from: before.length - (argument[1] ?? '').length - (before.endsWith(`"${argument[1]}`) ? 1 : 0), typed: argument[1] ?? '', kind: 'argument' };
  const mention = /(?:^|[\s("'])@([^\s@][^@\n]{0,39})?$/u.exec(before);
  return mention ? { from: before.length - (mention[1] ?? '').length - 1, typed: mention[1] ?? '', kind: 'mention' } : undefined;
}

/** In a room: people after `@`, and what can be done after `/`. Undefined elsewhere, and while nothing of it is typed. */
export function useRoomSuggestions(conversation: ConversationId | undefined, text: string, caret: number): Suggestions | undefined {
  const say = useText();
  const room = useRoom(conversation);
  const replicas = useReplicas();
  const naming = useMemo(() => (conversation === undefined ? undefined : namingAt(text, caret)), [conversation, text, caret]);
  const model = conversation === undefined ? undefined : replicas.occupants(conversation);
  // Only while somebody is named: else everybody who comes and goes would draw the box anew.
  const watched = naming ? model : undefined;
  const occupants = useSyncExternalStore(watched?.subscribe ?? never, () => watched?.snapshot().occupants ?? NOBODY);
  return useMemo(() => {
    if (!room) return undefined;
    if (naming) {
      const items = people(say, occupants, naming);
      const whole = items.length === 1 && items[0]?.name === naming.typed.trimEnd();
      return items.length > 0 && !whole ? { label: say('composer.people'), from: naming.from, typed: naming.typed, items } : undefined;
    }
    const command = /^\/([a-z]*)$/i.exec(text.slice(0, caret))?.[1];
    if (command === undefined || caret !== text.length) return undefined;
    // One that needs nothing more is complete: Enter is to give it.
    const items = COMMANDS.filter(name => name.startsWith(command.toLowerCase()) && allowed(name, room) && command !== 'part').map((name): Suggestion => ({
      id: name,
      insert: `/${name} `,
      name: say(`composer.usage.${name}`),
      detail: say(`composer.command.${name}`),
    }));
    return items.length > 0 ? { label: say('composer.commands'), from: 0, typed: command, items } : undefined;
  }, [say, room, naming, occupants, text, caret]);
}

/** Those whose names fit best; for a mention also everybody at once. */
function people(say: Say, occupants: readonly Occupant[], { typed, kind }: Naming): readonly Suggestion[] {
  const fitting = occupants
    .filter(({ self }) => !self)
    .map(occupant => ({ occupant, rank: fit(occupant.nickname, typed) ?? Infinity }))
    // Letters in order are too little in a text that goes on.
    .filter(({ rank }) => rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ occupant }): Suggestion => {
      const { nickname, address, avatar, misleading } = occupant;
      const name = calmLine(nickname);
      return {
        id: `person ${nickname}`,
        insert: kind === 'mention' ? `@${nickname} ` : `${quoted(nickname)} `,
        sign: <Avatar name={name} address={address ?? nickname} picture={avatar} size={20} />,
        name,
        ...(misleading ? { detail: address ?? say('members.misleading') } : {}),
      };
    });
  const all: readonly Suggestion[] =
    kind === 'mention' && EVERYBODY.startsWith(typed.toLowerCase())
      ? [{ id: 'everybody', insert: `@${EVERYBODY} `, sign: <AtSign aria-hidden />, name: `@${EVERYBODY}`, detail: say('composer.everybody') }]
      : [];
  return typed === '' ? [...fitting.slice(0, MOST - 1), ...all] : [...all, ...fitting];
}
