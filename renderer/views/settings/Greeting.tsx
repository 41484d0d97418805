import { FileAudio, Mic, Play, Square, Trash2, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { useCallMedia } from '../../calls/call-media.ts';
import { fromBase64, samplesOf, toBase64 } from '../../calls/voice-recording.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { LevelMeter } from '../../ui/LevelMeter.tsx';
import { useDeviceHelp } from '../call/CallNotes.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Settings.module.css';

const MOST_MS = 60_000;
const inSeconds = (milliseconds: number): number => Math.max(1, Math.round(milliseconds / 1000));

/** What callers of the answering machine hear first: recorded here, or of a file. */
export function Greeting({ lengthMs }: { readonly lengthMs: number | undefined }): ReactElement {
  const say = useText();
  const { phone } = useServices();
  const { busy, failure, run } = useAction();
  const [recording, setRecording] = useState(false);
  const [unreadable, setUnreadable] = useState(false);
  const keep = (sound: Int16Array): Promise<boolean> => run(() => phone.keepGreeting({ sound: toBase64(sound) }));
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    // It is decoded here, in the page's sandbox, and only samples go on.
    const sound = await samplesOf(file, MOST_MS);
    setUnreadable(!sound);
    if (sound) await keep(sound);
  };
  return (
    <>
      <div>
        <p>{say('phone.greeting')}</p>
        <p className={styles['quiet']}>{lengthMs === undefined ? say('phone.greetingNone') : say('phone.greetingLength', { seconds: inSeconds(lengthMs) })}</p>
      </div>
      {recording ? (
        <Recording
          onEnd={sound => {
            setRecording(false);
            if (sound) void keep(sound);
          }}
        />
      ) : (
        <div className={styles['buttons']}>
          <Button icon={Mic} isPending={busy} onPress={() => setRecording(true)}>
            {say('phone.record')}
          </Button>
          <FileButton onChoose={choose} />
          {lengthMs !== undefined && (
            <>
              <Hear />
              <Button kind="quiet" icon={Trash2} onPress={() => void run(() => phone.removeGreeting({}))}>
                {say('phone.remove')}
              </Button>
            </>
          )}
        </div>
      )}
      {unreadable && <p role="alert">{say('phone.unreadable')}</p>}
      <Problem failure={failure} />
    </>
  );
}

function FileButton({ onChoose }: { readonly onChoose: (file: File | undefined) => Promise<void> }): ReactElement {
  const say = useText();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={FileAudio} onPress={() => chooser.current?.click()}>
        {say('phone.file')}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept="audio/*"
        hidden
        onChange={event => {
          void onChoose(event.target.files?.[0]);
          event.target.value = ''; // the same file may be chosen again
        }}
      />
    </>
  );
}

/** `onEnd` is told once: what is to be kept, or nothing. */
function Recording({ onEnd }: { readonly onEnd: (sound: Int16Array | undefined) => void }): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.recordVoice(MOST_MS), [media]);
  const voice = useMemo(() => ({ level: () => model.snapshot().level, subscribe: model.subscribe }), [model]);
  const { running, lengthMs, problem, sound } = useViewModel(model);
  const help = useDeviceHelp();
  useEffect(() => {
    if (sound) onEnd(sound);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- it is told when there is a sound, and not when another function is to be told
  }, [sound]);
  return (
    <>
      {problem && (
        <Banner icon={TriangleAlert} tone="warning" role="alert">
          {help(problem)}
        </Banner>
      )}
      <LevelMeter label={say('call.ownLevel')} source={voice} />
      <p className={styles['quiet']}>{say('phone.recordingLength', { seconds: Math.floor(lengthMs / 1000) })}</p>
      <div className={styles['buttons']}>
        <Button kind="primary" icon={Square} isDisabled={!running} onPress={model.end}>
          {say('phone.recordEnd')}
        </Button>
        <Button onPress={() => onEnd(undefined)}>{say('phone.recordDrop')}</Button>
      </div>
    </>
  );
}

/** A second press ends it, and leaving does. */
function Hear(): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const { phone } = useServices();
  const [stop, setStop] = useState<() => void>();
  useEffect(() => () => stop?.(), [stop]);
  const press = async (): Promise<void> => {
    if (stop) return setStop(undefined);
    const greeting = await phone.greeting({}).catch(() => undefined);
    if (!greeting) return;
    const end = media.play(fromBase64(greeting.sound), () => setStop(undefined));
    setStop(() => end);
  };
  return (
    <Button icon={stop ? Square : Play} aria-pressed={stop !== undefined} onPress={() => void press()}>
      {say(stop ? 'phone.playStop' : 'phone.play')}
    </Button>
  );
}
