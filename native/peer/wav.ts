import { SAMPLE_RATE } from './sound.ts';

/** A WAV file that could not be read: not one, or of a kind that nobody records speech in. */
export class WavProblem extends Error {
  override readonly name = 'WavProblem';
}

const HEADER_BYTES = 44;
const PCM = 1;
const EXTENSIBLE = 0xfffe;

/** One channel of 16 bits. */
export function writeWav(sound: Int16Array, sampleRate = SAMPLE_RATE): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + sound.length * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, name: string): void => bytes.set(Buffer.from(name, 'latin1'), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, sound.length * 2, true);
  for (const [index, sample] of sound.entries()) view.setInt16(HEADER_BYTES + index * 2, sample, true);
  return bytes;
}

/**
 * PCM of 8 or 16 bits, any rate and number of channels, as 48 kHz with one channel.
 * @throws WavProblem
 */
export function readWav(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number): string => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
  if (bytes.length < HEADER_BYTES || name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new WavProblem('this is no WAV file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    // A recorder that was stopped in the middle leaves a length that is too great.
    const size = Math.min(view.getUint32(at + 4, true), bytes.length - at - 8);
    if (name(at) === 'fmt ') format = readFormat(view, at + 8, size);
    if (name(at) === 'data') return decode(view, at + 8, size, format);
    at += 8 + size + (size % 2);
  }
  throw new WavProblem('this WAV file has no sound in it');
}

interface Format {
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: 8 | 16;
}

function readFormat(view: DataView, at: number, size: number): Format {
  if (size < 16) throw new WavProblem('this WAV file is damaged');
  const [kind, channels, sampleRate, bits] = [
    view.getUint16(at, true),
    view.getUint16(at + 2, true),
    view.getUint32(at + 4, true),
    view.getUint16(at + 14, true),
  ];
  if ((kind !== PCM && kind !== EXTENSIBLE) || (bits !== 8 && bits !== 16)) throw new WavProblem('only WAV files with plain 8 or 16 bit samples can be read');
  if (channels < 1 || channels > 8 || sampleRate < 4000 || sampleRate > 192_000) throw new WavProblem('this WAV file is damaged');
  return { channels, sampleRate, bits };
}

function decode(view: DataView, start: number, size: number, format: Format | undefined): Int16Array {
  if (!format) throw new WavProblem('this WAV file is damaged');
  const { channels, sampleRate, bits } = format;
  const width = bits / 8;
  const count = Math.floor(size / (width * channels));
  const mono = new Int16Array(count);
  for (let index = 0; index < count; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const at = start + (index * channels + channel) * width;
      sum += bits === 16 ? view.getInt16(at, true) : (view.getUint8(at) - 128) << 8;
    }
    mono[index] = Math.round(sum / channels);
  }
  return resample(mono, sampleRate, SAMPLE_RATE);
}

/** Straight lines between samples: enough for speech that goes up in rate. */
export function resample(sound: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return sound;
  return Int16Array.from({ length: Math.floor((sound.length * to) / from) }, (_, index) => {
    const at = (index * from) / to;
    const low = Math.floor(at);
    const [left = 0, right = left] = [sound[low], sound[low + 1]];
    return Math.round(left + (right - left) * (at - low));
  });
}
