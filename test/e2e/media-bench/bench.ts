import type { CallId } from '../../../preload/contract/ids.ts';
import type { Media, MediaCommand, MediaReport } from '../../../preload/contract/media.ts';
import { DevicesModel } from '../../../renderer/calls/devices.ts';
import { MediaEngine } from '../../../renderer/calls/engine.ts';
import type { Statistics } from '../../../renderer/calls/statistics.ts';
import type { ViewModel } from '../../../renderer/model/view-model.ts';

/** Stands in for main: commands two engines of one page and carries what they say from one to the other, as it is. */
const CALL = 'call' as CallId;
type Name = 'romeo' | 'juliet';
type Heard<S extends MediaReport['say']> = Extract<MediaReport, { say: S }>;

const connections: RTCPeerConnection[] = [];
const tracks: MediaStreamTrack[] = [];
class Noted extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
}
window.RTCPeerConnection = Noted;
for (const ask of ['getUserMedia', 'getDisplayMedia'] as const) {
  const real = navigator.mediaDevices[ask].bind(navigator.mediaDevices);
  navigator.mediaDevices[ask] = async constraints => {
    const stream = await real(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
}

class Side {
  readonly reports: MediaReport[] = [];
  readonly engine: MediaEngine;
  /** Candidates and so on go there. */
  other: Side | undefined;
  #command: (command: MediaCommand) => void = () => undefined;
  #waiting: (() => void)[] = [];
  #read = 0;

  constructor() {
    let seated: ((payload: { readonly seat: number }) => void) | undefined;
    const service: Pick<Media, 'serve' | 'report' | 'onSeated' | 'onLeads' | 'onCommand'> = {
      serve: async () => undefined,
      report: async ({ report }) => this.#hear(report),
      onSeated: listener => {
        seated = listener;
        return () => undefined;
      },
      onLeads: () => () => undefined,
      onCommand: listener => {
        this.#command = command => listener({ seat: 7, call: CALL, command });
        return () => undefined;
      },
    };
    this.engine = new MediaEngine(service, new DevicesModel());
    this.engine.listen();
    seated?.({ seat: 7 });
  }

  command(command: MediaCommand): void {
    this.#command(command);
  }
  /** The next report of a kind; those before it are passed over. */
  async next<S extends MediaReport['say']>(say: S, fits: (report: Heard<S>) => boolean = () => true): Promise<Heard<S>> {
    for (;;) {
      for (; this.#read < this.reports.length; this.#read++) {
        const report = this.reports[this.#read];
        if (report?.say === 'problem' && say !== 'problem') throw new Error(`${report.problem}: ${report.detail ?? ''}`);
        if (report?.say !== say || !fits(report as Heard<S>)) continue;
        this.#read++;
        return report as Heard<S>;
      }
      await new Promise<void>(resolve => void this.#waiting.push(resolve));
    }
  }
  #hear(report: MediaReport): void {
    this.reports.push(report);
    if (report.say === 'candidate') this.other?.command({ do: 'candidate', mid: report.mid, candidate: report.candidate, ufrag: report.ufrag });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

const sides: Record<Name, Side> = { romeo: new Side(), juliet: new Side() };
sides.romeo.other = sides.juliet;
sides.juliet.other = sides.romeo;
const other = (name: Name): Side => sides[name === 'romeo' ? 'juliet' : 'romeo'];
const config = { iceServers: [], relayOnly: false, muxOptional: false };

/** An offer of one, answered by the other. Answers both descriptions. */
async function negotiate(from: Name, restart = false): Promise<readonly [string, string]> {
  const [caller, callee] = [sides[from], other(from)];
  caller.command({ do: 'offer', restart });
  const offer = await caller.next('description');
  callee.command({ do: 'remote', type: 'offer', sdp: offer.sdp });
  const answer = await callee.next('description');
  caller.command({ do: 'remote', type: 'answer', sdp: answer.sdp });
  return [offer.sdp, answer.sdp];
}

async function connect(video: 'off' | 'camera' = 'off', over: Partial<typeof config> = {}): Promise<readonly [string, string]> {
  for (const side of [sides.romeo, sides.juliet]) side.command({ do: 'open', config: { ...config, ...over }, video });
  await Promise.all([sides.romeo.next('opened'), sides.juliet.next('opened')]);
  const descriptions = await negotiate('romeo');
  await Promise.all([sides.romeo.next('path', isConnected), sides.juliet.next('path', isConnected)]);
  return descriptions;
}
const isConnected = ({ state }: Heard<'path'>): boolean => state === 'connected';

/** Until a model says what is wanted of it, so many times in a row. */
function until<S>(model: ViewModel<S>, fits: (snapshot: S) => boolean, times = 1): Promise<S> {
  let row = 0;
  return new Promise(resolve => {
    const stop = model.subscribe(() => {
      row = fits(model.snapshot()) ? row + 1 : 0;
      if (row < times) return;
      stop();
      resolve(model.snapshot());
    });
    if (times === 1 && fits(model.snapshot())) {
      stop();
      resolve(model.snapshot());
    }
  });
}
/** Both fake microphones beep once a second. One's own makes two or three changes of it, so in so many without a beep of theirs some should have come. */
const SILENCE = 8;
const heardBy = (name: Name): Promise<unknown> => until(sides[name].engine.levels(CALL), ({ theirs }) => theirs > 0.2);
const silentFor = (name: Name): Promise<unknown> => until(sides[name].engine.levels(CALL), ({ theirs }) => theirs < 0.02, SILENCE);
async function seenBy(name: Name): Promise<Statistics> {
  const { statistics } = await until(sides[name].engine.statistics(CALL, 1000), now => (now.statistics?.received?.framesPerSecond ?? 0) > 0);
  if (!statistics) throw new Error('no figures');
  return statistics;
}
const figuresOf = async (name: Name): Promise<Statistics | undefined> =>
  (await until(sides[name].engine.statistics(CALL, 1000), ({ statistics }) => statistics?.opinion !== undefined && statistics.sound.receivedRate !== undefined))
    .statistics;

async function press(name: Name, tones: string): Promise<string> {
  const sender = connections[name === 'romeo' ? 0 : 1]?.getSenders().find(({ dtmf }) => dtmf)?.dtmf;
  if (!sender) throw new Error('no keys');
  let heard = '';
  const done = new Promise<string>(resolve => {
    sender.addEventListener('tonechange', ({ tone }) => {
      heard += tone;
      if (tone === '') resolve(heard);
    });
  });
  sides[name].command({ do: 'tones', tones });
  return done;
}

function close(): { readonly live: number; readonly open: number } {
  for (const side of [sides.romeo, sides.juliet]) side.command({ do: 'close' });
  const live = tracks.filter(({ readyState }) => readyState === 'live').length;
  const open = connections.filter(({ connectionState }) => connectionState !== 'closed').length;
  connections.length = 0;
  tracks.length = 0;
  return { live, open };
}

const bench = { sides, connections, until, connect, negotiate, heardBy, silentFor, seenBy, figuresOf, press, close, CALL };
export type Bench = typeof bench;
Object.assign(window, { bench });
