import { ViewModel } from '../model/view-model.ts';
import { estimatedOpinion } from './opinion.ts';

export interface SoundStatistics {
  readonly codec: string | undefined;
  /** Packets that have come at all. */
  readonly packets: number;
  /** Bits a second, since the last look. */
  readonly sentRate: number | undefined;
  readonly receivedRate: number | undefined;
  /** Of the packets that should have come since the last look, 0 to 1. */
  readonly loss: number | undefined;
  /** Of what they should have got from us, as they last told. */
  readonly theirLoss: number | undefined;
  readonly jitterMs: number | undefined;
  /** How long what came waits to be played, on average since the last look. */
  readonly bufferMs: number | undefined;
}
export interface PictureStatistics {
  readonly codec: string | undefined;
  readonly rate: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesPerSecond: number | undefined;
}
export interface Statistics {
  readonly roundTripMs: number | undefined;
  readonly path: 'direct' | 'relayed' | undefined;
  readonly sound: SoundStatistics;
  readonly sent: PictureStatistics | undefined;
  readonly received: PictureStatistics | undefined;
  /** Mean opinion score, estimated; undefined until something was heard. */
  readonly opinion: number | undefined;
}

/** One entry of getStats, whose types leave out most of what browsers say. */
export type Entry = Readonly<Record<string, unknown>>;
export type Entries = ReadonlyMap<string, Entry>;

const number = (entry: Entry | undefined, name: string): number | undefined => {
  const value = entry?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};
const inMs = (seconds: number | undefined): number | undefined => (seconds === undefined ? undefined : seconds * 1000);
const ratio = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole <= 0 ? undefined : part / whole;

/** What changed between two looks, of the entry that has the same id. */
class Since {
  readonly #before: Entries | undefined;
  constructor(before: Entries | undefined) {
    this.#before = before;
  }
  grown(entry: Entry | undefined, name: string): number | undefined {
    const [now, then] = [number(entry, name), number(this.#before?.get(String(entry?.['id'])), name)];
    return now === undefined ? undefined : Math.max(0, now - (then ?? 0));
  }
  rate(entry: Entry | undefined, bytes: string): number | undefined {
    const [grown, ms] = [this.grown(entry, bytes), this.grown(entry, 'timestamp')];
    // The first look has nothing to compare with.
    if (grown === undefined || ms === undefined || !this.#before?.has(String(entry?.['id']))) return undefined;
    return ms === 0 ? undefined : (grown * 8000) / ms;
  }
}

/** Two looks at a connection's counters as figures for a person. Pure. */
export function statisticsOf(now: Entries, before: Entries | undefined): Statistics {
  const since = new Since(before);
  const find = (type: string, kind?: string): Entry | undefined =>
    [...now.values()].filter(entry => entry['type'] === type && (kind === undefined || entry['kind'] === kind)).at(-1);
  const codec = (entry: Entry | undefined): string | undefined => {
    const name = now.get(String(entry?.['codecId']))?.['mimeType'];
    return typeof name === 'string' ? name.split('/')[1] : undefined;
  };
  const pair = pairInUse(now);
  const [heard, said, theirView] = [find('inbound-rtp', 'audio'), find('outbound-rtp', 'audio'), find('remote-inbound-rtp', 'audio')];
  const [came, lost] = [since.grown(heard, 'packetsReceived'), since.grown(heard, 'packetsLost')];
  const sound: SoundStatistics = {
    codec: codec(heard) ?? codec(said),
    packets: number(heard, 'packetsReceived') ?? 0,
    sentRate: since.rate(said, 'bytesSent'),
    receivedRate: since.rate(heard, 'bytesReceived'),
    loss: ratio(lost, (came ?? 0) + (lost ?? 0)),
    theirLoss: number(theirView, 'fractionLost'),
    jitterMs: inMs(number(heard, 'jitter')),
    bufferMs: inMs(ratio(since.grown(heard, 'jitterBufferDelay'), since.grown(heard, 'jitterBufferEmittedCount'))),
  };
  const picture = (entry: Entry | undefined, bytes: string): PictureStatistics | undefined =>
    number(entry, 'frameWidth') === undefined
      ? undefined
      : {
          codec: codec(entry),
          rate: since.rate(entry, bytes),
          width: number(entry, 'frameWidth'),
          height: number(entry, 'frameHeight'),
          framesPerSecond: number(entry, 'framesPerSecond'),
        };
  const roundTripMs = inMs(number(pair, 'currentRoundTripTime') ?? number(theirView, 'roundTripTime'));
  return {
    roundTripMs,
    path: pathOf(pair, now),
    sound,
    sent: picture(find('outbound-rtp', 'video'), 'bytesSent'),
    received: picture(find('inbound-rtp', 'video'), 'bytesReceived'),
    opinion: opinionOf(roundTripMs, sound),
  };
}

/** The candidate pair that carries the media now. */
function pairInUse(now: Entries): Entry | undefined {
  const transport = [...now.values()].find(entry => entry['type'] === 'transport' && typeof entry['selectedCandidatePairId'] === 'string');
  return now.get(String(transport?.['selectedCandidatePairId']));
}

function pathOf(pair: Entry | undefined, now: Entries): Statistics['path'] {
  const ends = [now.get(String(pair?.['localCandidateId'])), now.get(String(pair?.['remoteCandidateId']))];
  if (!ends[0]) return undefined;
  return ends.some(end => end?.['candidateType'] === 'relay') ? 'relayed' : 'direct';
}

// What stands between microphone and network at both ends: one frame of 20 ms, the codec's look-ahead, the sound cards.
const ENDS_MS = 20 + 6.5 + 20;

function opinionOf(roundTripMs: number | undefined, { bufferMs, loss, codec }: SoundStatistics): number | undefined {
  if (bufferMs === undefined) return undefined;
  return estimatedOpinion({ delayMs: (roundTripMs ?? 0) / 2 + bufferMs + ENDS_MS, loss: loss ?? 0, codec });
}

export interface StatisticsSnapshot {
  readonly statistics: Statistics | undefined;
  /** So long nothing has come yet, not even silence. Whoever fell silent later may have a reason: some send nothing then. */
  readonly withoutSoundMs: number;
}

/** The figures of a call, while somebody looks at them. */
export class StatisticsModel extends ViewModel<StatisticsSnapshot> {
  readonly #read: () => Promise<Iterable<[string, Entry]>> | undefined;
  readonly #everyMs: number;
  constructor(read: () => Promise<Iterable<[string, Entry]>> | undefined, everyMs: number) {
    super({ statistics: undefined, withoutSoundMs: 0 });
    this.#read = read;
    this.#everyMs = everyMs;
  }

  protected override start(): () => void {
    let before: Entries | undefined;
    const look = async (): Promise<void> => {
      const report = await this.#read()?.catch(() => undefined);
      if (!report || !this.running) return;
      const now: Entries = new Map(report);
      const statistics = statisticsOf(now, before);
      const waited = before === undefined ? 0 : this.snapshot().withoutSoundMs + this.#everyMs;
      this.set({ statistics, withoutSoundMs: statistics.sound.packets > 0 ? 0 : waited });
      before = now;
    };
    void look();
    const timer = setInterval(() => void look(), this.#everyMs);
    return () => clearInterval(timer);
  }
}
