// XEP-0492: Chat notification settings, version 0.2.0 (2025-10-25)
import { NOTIFY, type RoomNotify } from '../../../../preload/contract/rooms.ts';
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

const MOST_SETTINGS = 64;
const levelOf = (setting: Element): RoomNotify | undefined => NOTIFY.find(level => level === setting.getName());

/** How closely a setting is meant for this kind of app, a client on a desk (§3); undefined: for another kind. */
function closeness(setting: Element): number | undefined {
  const [category, type] = [attr(setting, 'identity-category'), attr(setting, 'identity-type')];
  if (category === undefined) return type === undefined ? 0 : undefined;
  if (category !== 'client') return undefined;
  if (type === undefined) return 1;
  return type === 'pc' ? 2 : undefined;
}

/** The setting that counts for us: the one that is meant most closely. */
function ours(notify: Element | undefined): Element | undefined {
  const settings = notify ? childrenOf(notify).slice(0, MOST_SETTINGS) : [];
  const meant = settings.filter(one => one.getNS() === NS.notificationSettings && levelOf(one) !== undefined && closeness(one) !== undefined);
  return meant.toSorted((a, b) => closeness(b)! - closeness(a)!)[0];
}

/** What a bookmark's extensions say of how to be told; undefined: nothing. */
export function readNotify(extensions: Element | undefined): RoomNotify | undefined {
  const setting = ours(child(extensions, 'notify', NS.notificationSettings));
  return setting && levelOf(setting);
}

function renamed(setting: Element, level: RoomNotify): Element {
  // Finer settings of other apps stay as they are (§3).
  return el(level, undefined, setting.attrs, ...childrenOf(setting));
}

/** What is left of `<notify/>` when another level counts for us: whoever had their own keep it, and who had none gets ours (§3). */
export function withNotify(notify: Element | undefined, level: RoomNotify): Element {
  const before = ours(notify);
  const settings = (notify ? childrenOf(notify) : []).map(one => (one === before ? renamed(one, level) : one));
  const hasFallback = settings.some(one => levelOf(one) !== undefined && closeness(one) === 0);
  return el('notify', NS.notificationSettings, {}, ...settings, hasFallback ? undefined : el(level));
}
