import type { Call } from '../../../preload/contract/calls.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';

/** What to call the other side: a name of ours, or a telephone number as its country writes it. */
export const nameOf = ({ title, number, peer }: Pick<Call, 'title' | 'number' | 'peer'>): string => calmLine(title) || (number ?? peer);

/** `4:12`, or `1:04:12`. */
export function lengthText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Why there is no call any more, in a sentence; undefined while there is one. */
export function useEndReason(): (call: Call) => string | undefined {
  const say = useText();
  return call => {
    if (call.phase !== 'ended') return undefined;
    const name = nameOf(call);
    if (call.end === 'elsewhere' && call.elsewhere !== undefined) return say('call.end.elsewhereOn', { device: calmLine(call.elsewhere) });
    if (call.end === 'cancelled' && call.direction === 'incoming') return say('call.end.missed', { name });
    return say(`call.end.${call.end ?? 'failed'}`, { name });
  };
}

/** Bits a second for a person. */
export function useRateText(): (bits: number | undefined) => string {
  const say = useText();
  const { formatNumber } = useFormats();
  return bits => {
    if (bits === undefined) return say('call.unknown');
    return bits >= 1e6
      ? say('call.megabits', { rate: formatNumber(bits / 1e6, { maximumFractionDigits: 1 }) })
      : say('call.kilobits', { rate: formatNumber(Math.round(bits / 1000)) });
  };
}
