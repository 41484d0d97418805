import { createContext, useContext, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import type { Affiliation, Occupant, Role } from '../../../preload/contract/rooms.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useServices, type Services } from '../../services.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Problem } from '../problem/Problem.tsx';
import { failureOf } from '../problem/failure.ts';
import { ReasonDialog } from './ReasonDialog.tsx';
import { ReportDialog, type Reported } from './ReportDialog.tsx';

/** Somebody in a room, or on one of its lists. */
export type Person = Pick<Occupant, 'nickname' | 'affiliation' | 'role' | 'address'>;

/** What is asked about before it is done. */
export type Asked =
  | { readonly act: 'kick' | 'ban'; readonly room: ConversationId; readonly person: Person }
  | { readonly act: 'retract'; readonly room: ConversationId; readonly message: Message; readonly name: string };

/** Something that was done, and where it can be undone the way back. */
export interface Undo {
  readonly room: ConversationId;
  readonly text: string;
  readonly back?: () => Promise<unknown>;
}
export interface RoomActs {
  readonly ask: (asked: Asked) => void;
  readonly report: (reported: Reported) => void;
  readonly setRole: (room: ConversationId, person: Person, role: Role) => void;
  readonly setAffiliation: (room: ConversationId, person: Person, affiliation: Affiliation) => void;
  /** Does what has no question before it and no way back; what goes wrong is told. */
  readonly quick: (work: () => Promise<unknown>) => void;
}
interface ActsState {
  readonly acts: RoomActs;
  readonly undo: Undo | undefined;
  readonly undoIt: () => void;
  readonly forgetUndo: () => void;
}
const ActsContext = createContext<ActsState | undefined>(undefined);

function useActsState(): ActsState {
  const state = useContext(ActsContext);
  if (!state) throw new Error('no room acts above this view');
  return state;
}
export const useRoomActs = (): RoomActs => useActsState().acts;

/** The last thing that was done in a room, while it can be undone. */
export function useUndo(room: ConversationId): Pick<ActsState, 'undo' | 'undoIt' | 'forgetUndo'> {
  const { undo, undoIt, forgetUndo } = useActsState();
  return { undo: undo?.room === room ? undo : undefined, undoIt, forgetUndo };
}

/** Holds the questions before moderators act, the way back, and the word on what did not work, wherever it was asked for. */
export function RoomActsProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const [asked, setAsked] = useState<Asked>();
  const [reported, setReported] = useState<Reported>();
  const [undo, setUndo] = useState<Undo>();
  const [failure, setFailure] = useState<Failure>();
  const state = useMemo((): ActsState => {
    const quick = (work: () => Promise<unknown>): void => void work().catch((error: unknown) => setFailure(failureOf(error)));
    const reversible = (work: () => Promise<unknown>, way: Undo): void =>
      quick(async () => {
        await work();
        setUndo(way);
      });
    const acts: RoomActs = {
      ask: setAsked,
      report: setReported,
      quick,
      setRole: (room, person, role) => reversible(() => giveRole(rooms, room, person, role), undoRole(rooms, say, room, person, role)),
      setAffiliation: (room, person, affiliation) =>
        reversible(() => affiliate(rooms, room, person, affiliation), undoAffiliation(rooms, say, room, person, affiliation)),
    };
    const forgetUndo = (): void => setUndo(undefined);
    const undoIt = (): void => {
      forgetUndo();
      if (undo?.back) quick(undo.back);
    };
    return { acts, undo, undoIt, forgetUndo };
  }, [rooms, say, undo]);
  return (
    <ActsContext value={state}>
      {children}
      <ReasonDialog
        asked={asked}
        onClose={() => setAsked(undefined)}
        onDo={async (what, reason) => {
          await carryOut(rooms, what, reason);
          // Who is gone is reached by the address only.
          if (what.act === 'ban' && what.person.address !== undefined) setUndo(undoAffiliation(rooms, say, what.room, what.person, 'outcast'));
        }}
      />
      <ReportDialog
        reported={reported}
        onClose={() => setReported(undefined)}
        onDone={({ room }) => {
          setReported(undefined);
          setUndo({ room, text: say('members.reported') });
        }}
      />
      <Dialog title={say('members.notDone')} isOpen={failure !== undefined} onClose={() => setFailure(undefined)} size="small">
        <Problem failure={failure} />
      </Dialog>
    </ActsContext>
  );
}

type Service = Services['rooms'];
const because = (reason: string): { readonly reason?: string } => (reason.trim() === '' ? {} : { reason: reason.trim() });
/** By address where the room shows it; somebody who is here also by nickname. */
const named = ({ address, nickname }: Person): { readonly address?: string; readonly nickname?: string } =>
  address === undefined ? { nickname } : { address };

function carryOut(rooms: Service, asked: Asked, reason: string): Promise<void> {
  const { room: conversation } = asked;
  if (asked.act === 'retract') return rooms.retract({ conversation, message: asked.message.id, ...because(reason) });
  if (asked.act === 'kick') return rooms.kick({ conversation, nickname: asked.person.nickname, ...because(reason) });
  return rooms.setAffiliation({ conversation, ...named(asked.person), affiliation: 'outcast', ...because(reason) });
}

const giveRole = (rooms: Service, conversation: ConversationId, { nickname }: Person, role: Role): Promise<void> =>
  rooms.setRole({ conversation, nickname, role });
const affiliate = (rooms: Service, conversation: ConversationId, person: Person, affiliation: Affiliation): Promise<void> =>
  rooms.setAffiliation({ conversation, ...named(person), affiliation });

function undoRole(rooms: Service, say: Say, room: ConversationId, person: Person, role: Role): Undo {
  const text = say('members.done', { name: calmLine(person.nickname), to: say(`room.becomes.${role}`) });
  return { room, text, back: () => giveRole(rooms, room, person, person.role) };
}

function undoAffiliation(rooms: Service, say: Say, room: ConversationId, person: Person, affiliation: Affiliation): Undo {
  const text = say('members.done', { name: calmLine(person.nickname), to: say(`room.becomes.${affiliation}`) });
  return { room, text, back: () => affiliate(rooms, room, person, person.affiliation) };
}
