import type { FieldKind } from '../../../preload/contract/accounts.ts';

/** How a value is typed where the browser has a box for its kind, in the user's own way of writing it. */
export interface NativeInput {
  readonly type: 'date' | 'time' | 'datetime-local';
  readonly shown: string;
  /** As the form writes it. */
  readonly back: (shown: string) => string;
}
const same = (text: string): string => text;

/** Undefined: it is typed as text; also a value that such a box could not show. */
export function nativeInput(kind: FieldKind | undefined, value: string): NativeInput | undefined {
  if (kind === 'date' && /^(?:\d{4}-\d\d-\d\d)?$/.test(value)) return { type: 'date', shown: value, back: same };
  if (kind === 'time' && /^(?:\d\d:\d\d:\d\d)?$/.test(value)) return { type: 'time', shown: value, back: text => (text.length === 5 ? `${text}:00` : text) };
  if (kind === 'date-time') return moment(value);
  return undefined;
}

/** XEP-0082: with its zone; the box knows only the user's own. */
function moment(value: string): NativeInput | undefined {
  const at = value === '' ? undefined : new Date(value);
  if (at && Number.isNaN(at.getTime())) return undefined;
  const shown = at ? new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19) : '';
  return {
    type: 'datetime-local',
    shown,
    back: text => {
      const typed = new Date(text);
      return Number.isNaN(typed.getTime()) ? '' : typed.toISOString().replace('.000Z', 'Z');
    },
  };
}
