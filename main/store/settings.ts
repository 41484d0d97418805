import type { Reader, Writer } from '../../native/database/database.ts';
import type { Store } from './api.ts';
import { one } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];

export const findSetting = (db: Reader, { name }: Input<'setting'>): string | undefined =>
  one<{ value: string }>(db, 'select value from setting where name = ?', name)?.value;

export function putSetting(db: Writer, { name, value }: Input<'putSetting'>): void {
  db.prepare('insert or replace into setting (name, value) values (?, ?)').run(name, value);
}

export const findCaps = (db: Reader, { hash, ver }: Input<'caps'>): string | undefined =>
  one<{ info: string }>(db, 'select info from caps where hash = ? and ver = ?', hash, ver)?.info;

export function putCaps(db: Writer, { hash, ver, info }: Input<'putCaps'>): void {
  db.prepare('insert or replace into caps (hash, ver, info) values (?, ?, ?)').run(hash, ver, info);
}

export function findPicture(db: Reader, { hash }: Input<'picture'>): { readonly type: string; readonly bytes: Uint8Array } | undefined {
  const row = one<{ type: string; bytes: Uint8Array }>(db, 'select type, bytes from picture where hash = ?', hash);
  return row && { type: row.type, bytes: new Uint8Array(row.bytes) };
}

export function putPicture(db: Writer, { hash, type, bytes }: Input<'putPicture'>): void {
  db.prepare('insert or replace into picture (hash, type, bytes) values (?, ?, ?)').run(hash, type, bytes);
}
