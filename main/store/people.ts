import { accountId, bareJid } from '../../preload/contract/ids.ts';
import type { ContactRequest } from '../../preload/contract/contacts.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Writer } from '../../native/database/database.ts';
import type { ContactRow, Store } from './api.ts';
import { all, one, toContact, type PersonColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const COLUMNS = 'account, address, in_roster, name, groups, subscription, pending, nickname, avatar, profile';

export const listContacts = (db: Reader, { account }: Input<'contacts'>): readonly ContactRow[] =>
  all<PersonColumns>(db, `select ${COLUMNS} from person where account = ? order by address`, account).map(toContact);

export function findPerson(db: Reader, { account, address }: Input<'person'>): ContactRow | undefined {
  const row = one<PersonColumns>(db, `select ${COLUMNS} from person where account = ? and address = ?`, account, address);
  return row && toContact(row);
}

const LEAVE = "update person set in_roster = 0, name = null, groups = '[]', subscription = 'none', pending = 0 where account = ?";

export function putRoster(db: Writer, { account, items, full, version }: Input<'putRoster'>): void {
  if (full) db.prepare(LEAVE).run(account);
  const leave = db.prepare(`${LEAVE} and address = ?`);
  const put = db.prepare(
    `insert into person (account, address, in_roster, name, groups, subscription, pending) values (?, ?, 1, ?, ?, ?, ?)
     on conflict (account, address) do update set in_roster = 1, name = excluded.name, groups = excluded.groups,
       subscription = excluded.subscription, pending = excluded.pending`,
  );
  for (const item of items) {
    if (item.subscription === 'remove') leave.run(account, item.address);
    else put.run(account, item.address, item.name ?? null, JSON.stringify(item.groups), item.subscription, Number(item.pending));
  }
  if (version !== undefined) db.prepare('update account set roster_version = ? where id = ?').run(version, account);
}

export function putPerson(db: Writer, input: Input<'putPerson'>): ContactRow {
  const { account, address, nickname, avatar, profile } = input;
  db.prepare('insert into person (account, address) values (?, ?) on conflict do nothing').run(account, address);
  const set = (column: 'nickname' | 'avatar' | 'profile', value: string | null): void => {
    db.prepare(`update person set ${column} = ? where account = ? and address = ?`).run(value, account, address);
  };
  if (nickname !== undefined) set('nickname', nickname);
  if (avatar !== undefined) set('avatar', avatar);
  if (profile !== undefined) set('profile', profile && JSON.stringify(profile));
  const row = findPerson(db, input);
  if (row === undefined) throw new FailureError({ code: 'not-found' });
  return row;
}

interface RequestColumns {
  account: number;
  address: string;
  name: string | null;
  text: string | null;
  at: number;
}
export const listRequests = (db: Reader): readonly ContactRequest[] =>
  all<RequestColumns>(db, 'select account, address, name, text, at from request order by at, address').map(row => ({
    account: accountId(row.account),
    address: bareJid(row.address),
    name: row.name ?? undefined,
    text: row.text ?? undefined,
    at: row.at,
  }));

export function putRequest(db: Writer, { account, address, name, text, at }: ContactRequest): void {
  db.prepare('insert or replace into request (account, address, name, text, at) values (?, ?, ?, ?, ?)').run(account, address, name ?? null, text ?? null, at);
}

export function removeRequest(db: Writer, { account, address }: Input<'removeRequest'>): void {
  db.prepare('delete from request where account = ? and address = ?').run(account, address);
}

export const listBlocked = (db: Reader, { account }: Input<'blocked'>): readonly string[] =>
  all<{ address: string }>(db, 'select address from blocked where account = ? order by address', account).map(row => row.address);

export function putBlocked(db: Writer, { account, addresses }: Input<'putBlocked'>): void {
  db.prepare('delete from blocked where account = ?').run(account);
  const put = db.prepare('insert or ignore into blocked (account, address) values (?, ?)');
  for (const address of addresses) put.run(account, address);
}
