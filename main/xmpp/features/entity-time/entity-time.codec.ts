// XEP-0202: Entity Time, version 2.0 (2009-09-11)
import { child, el, textOf, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

export interface EntityTime {
  /** Milliseconds since 1970, whole seconds. */
  readonly at: number;
  /** Minutes east of UTC. */
  readonly zoneOffset: number;
}

const two = (count: number): string => String(count).padStart(2, '0');
const zoneText = (minutes: number): string => `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;

export const entityTimeElement = (time: EntityTime): Element =>
  el(
    'time',
    NS.time,
    {},
    el('tzo', undefined, {}, zoneText(time.zoneOffset)),
    el('utc', undefined, {}, new Date(time.at).toISOString().replace(/\.\d+Z$/, 'Z')),
  );

/** Reads an answer, given as the whole `iq` or its `time`. */
export function readEntityTime(element: Element): EntityTime | undefined {
  const time = element.is('time', NS.time) ? element : child(element, 'time', NS.time);
  const at = Date.parse(textOf(time, 'utc')?.trim() ?? '');
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(textOf(time, 'tzo')?.trim() ?? '') ?? [];
  if (Number.isNaN(at) || hours === undefined || minutes === undefined) return undefined;
  const zone = Number(hours) * 60 + Number(minutes);
  return { at, zoneOffset: sign === '-' && zone > 0 ? -zone : zone };
}
