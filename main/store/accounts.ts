import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Value, Writer } from '../../native/database/database.ts';
import type { AccountRow, Store } from './api.ts';
import { all, one, toAccount, type AccountColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const COLUMNS = 'id, address, name, enabled, route, device, secrets, roster_version, avatar';

export const listAccounts = (db: Reader): readonly AccountRow[] => all<AccountColumns>(db, `select ${COLUMNS} from account order by id`).map(toAccount);

/** `exists` where the address is signed in already. */
export function addAccount(db: Writer, input: Input<'addAccount'>): AccountRow {
  const row = one<AccountColumns>(
    db,
    `insert into account (address, device, route, secrets) values (?, ?, ?, ?) on conflict (address) do nothing returning ${COLUMNS}`,
    input.address,
    input.device,
    JSON.stringify(input.route),
    input.secrets,
  );
  if (row === undefined) throw new FailureError({ code: 'exists' });
  return toAccount(row);
}

export function editAccount(db: Writer, input: Input<'editAccount'>): AccountRow {
  const changes: Record<string, Value> = {};
  if ('enabled' in input) changes['enabled'] = Number(input.enabled);
  if ('name' in input) changes['name'] = input.name ?? null;
  if (input.route !== undefined) changes['route'] = JSON.stringify(input.route);
  if (input.secrets !== undefined) changes['secrets'] = input.secrets;
  if ('rosterVersion' in input) changes['roster_version'] = input.rosterVersion ?? null;
  if ('avatar' in input) changes['avatar'] = input.avatar ?? null;
  const sets = Object.keys(changes).map(column => `${column} = ?`);
  const sql = sets.length === 0 ? `select ${COLUMNS} from account where id = ?` : `update account set ${sets.join(', ')} where id = ? returning ${COLUMNS}`;
  const row = one<AccountColumns>(db, sql, ...Object.values(changes), input.account);
  if (row === undefined) throw new FailureError({ code: 'not-found' });
  return toAccount(row);
}

export function removeAccount(db: Writer, { account }: Input<'removeAccount'>): void {
  db.prepare('delete from account where id = ?').run(account);
}
