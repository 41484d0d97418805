import { createHash } from 'node:crypto';
import type { CallId } from '../../preload/contract/ids.ts';
import type { MediaCommand, MediaReport } from '../../preload/contract/media.ts';
import { Emitter } from '../../main/base/emitter.ts';
import type { AttendedEngine, MediaLeg } from '../../main/calls/media-engine.ts';

/** What a test says of an engine that only writes down what it was told. */
export interface Script {
  /** The path is found as soon as both sides are described. Default true. */
  readonly connects?: boolean;
  /** Said instead of `opened`. */
  readonly problem?: Extract<MediaReport, { say: 'problem' }>['problem'];
  /** Nobody carries anything. */
  readonly absent?: boolean;
}

/** An engine without media: descriptions as a browser writes them, a candidate, and a path as the test wants it. */
export class ScriptedEngine implements AttendedEngine {
  readonly legs: ScriptedLeg[] = [];
  script: Script;

  constructor(script: Script = {}) {
    this.script = script;
  }

  get isThere(): boolean {
    return this.script.absent !== true;
  }
  readonly #there = new Emitter<void>();
  readonly onThere = this.#there.on;
  /** Nobody was there, and now somebody is. */
  comes(): void {
    this.script = { ...this.script, absent: false };
    this.#there.emit();
  }

  take(call: CallId, report: (report: MediaReport) => void, gone: (isForGood: boolean) => void): MediaLeg | undefined {
    if (this.script.absent) return undefined;
    const leg = new ScriptedLeg(call, report, gone, this.script, this.legs.length);
    this.legs.push(leg);
    return leg;
  }

  /** The leg that was taken last. */
  get leg(): ScriptedLeg {
    const leg = this.legs.at(-1);
    if (!leg) throw new Error('no call has asked for media');
    return leg;
  }
  /** Those that were not closed. */
  get open(): readonly ScriptedLeg[] {
    return this.legs.filter(leg => !leg.closed);
  }
}

export class ScriptedLeg implements MediaLeg {
  readonly call: CallId;
  readonly report: (report: MediaReport) => void;
  readonly gone: (isForGood?: boolean) => void;
  readonly told: MediaCommand[] = [];
  closed = false;
  /** Candidates and whole descriptions of the other side. */
  readonly remote: string[] = [];
  readonly #script: Script;
  readonly #number: number;
  #generation = 0;
  #lines: readonly { readonly mid: string; readonly kind: 'audio' | 'video'; readonly direction: string }[] = [];
  #video = false;
  #described = { local: false, remote: false };
  #connected = false;

  constructor(call: CallId, report: (report: MediaReport) => void, gone: (isForGood: boolean) => void, script: Script, number: number) {
    this.call = call;
    this.report = report;
    this.gone = (isForGood = false) => gone(isForGood);
    this.#script = script;
    this.#number = number;
  }

  /** Commands by their names, in order. */
  get deeds(): readonly string[] {
    return this.told.map(one => one.do);
  }

  command(command: MediaCommand): void {
    this.told.push(command);
    if (command.do === 'close') this.closed = true;
    // As over a port: never in the same turn.
    queueMicrotask(() => this.#carryOut(command));
  }

  #carryOut(command: MediaCommand): void {
    if (this.closed) return;
    if (command.do === 'open') {
      this.#video = command.video !== 'off';
      this.#say(this.#script.problem ? { say: 'problem', problem: this.#script.problem } : { say: 'opened' });
    }
    if (command.do === 'offer') this.#offer(command.restart);
    if (command.do === 'remote') this.#take(command.type, command.sdp);
    if (command.do === 'candidate') this.remote.push(command.candidate);
    if (command.do === 'video') {
      this.#video = command.source !== 'off';
      this.#say({ say: 'video', source: command.source, negotiate: true });
    }
  }

  #offer(restart: boolean): void {
    if (restart) this.#generation += 1;
    const known = this.#lines.length > 0 ? this.#lines : [{ mid: 'audio', kind: 'audio' as const, direction: 'sendrecv' }];
    const more = this.#video && !known.some(one => one.kind === 'video') ? [{ mid: 'video', kind: 'video' as const, direction: 'sendrecv' }] : [];
    this.#lines = [...known, ...more].map(one => (one.kind === 'video' ? { ...one, direction: this.#video ? 'sendrecv' : 'recvonly' } : one));
    this.#described.local = true;
    this.#say({ say: 'description', type: 'offer', sdp: this.#sdp('actpass') });
    this.#gather();
  }

  #take(type: 'offer' | 'answer', sdp: string): void {
    this.remote.push(sdp);
    this.#described.remote = true;
    if (type === 'offer') {
      this.#lines = readLines(sdp).map(one => ({ ...one, direction: one.kind === 'video' && !this.#video ? 'recvonly' : 'sendrecv' }));
      this.#described.local = true;
      this.#say({ say: 'description', type: 'answer', sdp: this.#sdp('active') });
      this.#gather();
    }
    if (this.#script.connects === false || this.#connected) return;
    this.#connected = true;
    this.#say({ say: 'path', state: 'checking' });
    this.#say({ say: 'path', state: 'connected' });
  }

  #gather(): void {
    const ufrag = this.#ufrag;
    const candidate = `candidate:1 1 udp 2122260223 198.51.100.${10 + this.#number} 50000 typ host generation ${this.#generation}`;
    this.#say({ say: 'candidate', mid: this.#lines[0]?.mid ?? 'audio', candidate, ufrag });
    this.#say({ say: 'gathered' });
  }

  #say(report: MediaReport): void {
    if (!this.closed) this.report(report);
  }

  get #ufrag(): string {
    return `u${createHash('sha256').update(this.call).digest('hex').slice(0, 6)}${this.#generation}`;
  }

  #sdp(setup: string): string {
    const fingerprint = createHash('sha256').update(this.call).digest('hex').toUpperCase().match(/../g)?.join(':') ?? '';
    const transport = [
      'c=IN IP4 0.0.0.0',
      'a=rtcp:9 IN IP4 0.0.0.0',
      `a=ice-ufrag:${this.#ufrag}`,
      `a=ice-pwd:${'p'.repeat(23)}${this.#generation}`,
      'a=ice-options:trickle',
      `a=fingerprint:sha-256 ${fingerprint}`,
      `a=setup:${setup}`,
    ];
    const codecs = {
      audio: ['a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1', 'a=rtpmap:110 telephone-event/48000', 'a=rtpmap:126 telephone-event/8000'],
      video: ['a=rtpmap:96 VP8/90000', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli'],
    };
    const payloads = { audio: '111 110 126', video: '96' };
    const lines = this.#lines.flatMap(({ mid, kind, direction }) => [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloads[kind]}`,
      ...transport,
      `a=mid:${mid}`,
      `a=${direction}`,
      'a=rtcp-mux',
      ...codecs[kind],
    ]);
    const bundle = `a=group:BUNDLE ${this.#lines.map(one => one.mid).join(' ')}`;
    return `${['v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', bundle, ...lines].join('\r\n')}\r\n`;
  }
}

function readLines(sdp: string): readonly { readonly mid: string; readonly kind: 'audio' | 'video' }[] {
  return sdp
    .split(/\r\n(?=m=)/)
    .slice(1)
    .flatMap(section => {
      const kind = section.startsWith('m=video') ? 'video' : 'audio';
      const mid = /a=mid:(\S+)/.exec(section)?.[1];
      return mid === undefined ? [] : [{ mid, kind } as const];
    });
}
