import type { Reader, Writer } from '../../native/database/database.ts';
import { addAccount, editAccount, listAccounts, removeAccount } from './accounts.ts';
import type { Store } from './api.ts';
import { callRecord, callRecords, markCallsSeen, missedCalls, putCall, removeCall } from './call-records.ts';
import { editConversation, findConversation, listConversations, removeConversation, startConversation } from './conversations.ts';
import { listGaps, newestArchived, oldestArchived, openGap, setArchiveComplete } from './gaps.ts';
import { exportPage, findById, findMessage, page, removeMessage } from './messages.ts';
import { advance, enqueue, fail, outbox, requeue } from './outbox.ts';
import { findPerson, listBlocked, listContacts, listRequests, putBlocked, putPerson, putRequest, putRoster, removeRequest } from './people.ts';
import { markRead } from './read-state.ts';
import { receive } from './receive.ts';
import { retract } from './retractions.ts';
import { putReader, readers } from './readers.ts';
import { addRoomNotice, listRooms, mentions, putRoom, roomLog } from './rooms.ts';
import { find } from './search.ts';
import { findCaps, findPicture, findSetting, putCaps, putPicture, putSetting } from './settings.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
type Output<Name extends keyof Store> = Awaited<ReturnType<Store[Name]>>;
type Reading = { [Name in keyof Store]?: (db: Reader, input: Input<Name>) => Output<Name> };
type Writing = { [Name in keyof Store]?: (db: Writer, input: Input<Name>, now: number) => Output<Name> };

/** Calls that only read. */
export const READS = {
  accounts: listAccounts,
  contacts: listContacts,
  person: findPerson,
  requests: listRequests,
  blocked: listBlocked,
  picture: findPicture,
  conversations: listConversations,
  conversation: findConversation,
  outbox,
  page,
  message: findById,
  findMessage,
  exportPage,
  gaps: listGaps,
  newestArchived,
  oldestArchived,
  callRecord,
  callRecords,
  missedCalls: (db: Reader) => missedCalls(db),
  rooms: (db: Reader) => listRooms(db),
  mentions,
  roomLog,
  readers,
  find,
  setting: findSetting,
  caps: findCaps,
} satisfies Reading;

/** Calls that write, each in one transaction. */
export const WRITES = {
  addAccount,
  editAccount,
  removeAccount,
  putRoster,
  putPerson,
  putRequest,
  removeRequest,
  putBlocked,
  putPicture,
  startConversation,
  editConversation,
  removeConversation,
  markRead,
  receive,
  enqueue,
  advance,
  fail,
  requeue,
  removeMessage,
  openGap,
  setArchiveComplete: (db: Writer, input: Input<'setArchiveComplete'>) => setArchiveComplete(db, input.conversation),
  putRoom,
  retract,
  addRoomNotice,
  putReader,
  putCall,
  markCallsSeen: (db: Writer) => markCallsSeen(db),
  removeCall,
  putSetting,
  putCaps,
} satisfies Writing;

export type ReadName = keyof typeof READS;
export type WriteName = keyof typeof WRITES;
export const isRead = (name: string): name is ReadName => Object.hasOwn(READS, name);
export const isWrite = (name: string): name is WriteName => Object.hasOwn(WRITES, name);

// Every call of the store stands in exactly one of the two lists: the line does not compile otherwise.
export type Missing = Exclude<keyof Store, ReadName | WriteName>;
true satisfies Missing extends never ? true : false;
