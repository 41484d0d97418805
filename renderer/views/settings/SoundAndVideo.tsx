import { Ear, Mic, MicOff, Play, TriangleAlert, Video } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useCallMedia } from '../../calls/call-media.ts';
import type { Device, DeviceKind } from '../../calls/device-memory.ts';
import type { RingSound } from '../../calls/sounds.ts';
import { useText } from '../../i18n/text.tsx';
import { usePartOf, useViewModel } from '../../model/view-model.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { LevelMeter } from '../../ui/LevelMeter.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useDeviceHelp } from '../call/CallNotes.tsx';
import { Picture } from '../call/Picture.tsx';
import { Answering } from './Answering.tsx';
import { Card } from './Card.tsx';
import styles from './Settings.module.css';
import { Telephone } from './Telephone.tsx';

const SYSTEM = 'system';
const ABSENT = 'absent';

/** Which devices, whether they work, and what the browser does to the voice. Nothing listens before it is asked to. */
export function SoundAndVideo(): ReactElement {
  return (
    <>
      <Microphone />
      <Speakers />
      <Camera />
      <Telephone />
      <Answering />
    </>
  );
}

function Choice({ kind, list }: { readonly kind: DeviceKind; readonly list: readonly Device[] }): ReactElement {
  const say = useText();
  const { devices } = useCallMedia();
  const { chosen } = useViewModel(devices);
  const wanted = chosen[kind];
  // One that is unplugged now is still the one that is wanted.
  const isAbsent = wanted !== undefined && !list.some(({ id }) => id === wanted.id);
  const absent = isAbsent ? [{ id: ABSENT, label: say('sound.absent', { device: wanted.label }) }] : [];
  return (
    <Select
      layout="row"
      label={say(`sound.${kind}`)}
      value={isAbsent ? ABSENT : (wanted?.id ?? SYSTEM)}
      onChange={id => id !== ABSENT && devices.choose(kind, id === SYSTEM ? undefined : id)}
      options={[{ id: SYSTEM, label: say('call.device.system') }, ...list, ...absent]}
    />
  );
}

function Microphone(): ReactElement {
  const say = useText();
  const { devices } = useCallMedia();
  const { microphones, access, voice } = useViewModel(devices);
  const help = useDeviceHelp();
  const [trying, setTrying] = useState(false);
  return (
    <Card title={say('sound.yourVoice')} text={say('sound.yourVoiceHelp')}>
      {access.microphone === 'denied' && (
        <Banner icon={MicOff} tone="warning">
          {help('microphone-denied')}
        </Banner>
      )}
      {access.microphone === 'none' && (
        <Banner icon={TriangleAlert} tone="warning">
          {say('sound.noMicrophone')}
        </Banner>
      )}
      <Choice kind="microphone" list={microphones} />
      {access.microphone === 'prompt' && microphones.length === 0 && (
        <div>
          <Button icon={Mic} onPress={() => void devices.ask('microphone')}>
            {say('sound.allowMicrophone')}
          </Button>
        </div>
      )}
      {trying ? (
        <Trial onEnd={() => setTrying(false)} />
      ) : (
        <div>
          <Button icon={Mic} isDisabled={access.microphone === 'none'} onPress={() => setTrying(true)}>
            {say('sound.try')}
          </Button>
        </div>
      )}
      <Switch
        label={say('sound.echo')}
        description={say('sound.echoHelp')}
        isSelected={voice.echoCancellation}
        onChange={echoCancellation => devices.setVoice({ echoCancellation })}
      />
      <Switch label={say('sound.noise')} isSelected={voice.noiseSuppression} onChange={noiseSuppression => devices.setVoice({ noiseSuppression })} />
      <Switch label={say('sound.gain')} isSelected={voice.autoGainControl} onChange={autoGainControl => devices.setVoice({ autoGainControl })} />
    </Card>
  );
}

/** Made anew for another microphone. */
function Trial({ onEnd }: { readonly onEnd: () => void }): ReactElement {
  const { devices } = useCallMedia();
  const { chosen, voice } = useViewModel(devices);
  return <Listening key={`${chosen.microphone?.id} ${Object.values(voice).join()}`} onEnd={onEnd} />;
}

function Listening({ onEnd }: { readonly onEnd: () => void }): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.checkVoice(), [media]);
  const looping = usePartOf(model, snapshot => snapshot.looping);
  const problem = usePartOf(model, snapshot => snapshot.problem);
  const voice = useMemo(() => ({ subscribe: model.subscribe, level: () => model.snapshot().level }), [model]);
  const help = useDeviceHelp();
  return (
    <>
      {problem && (
        <Banner icon={TriangleAlert} tone="warning" role="alert">
          {help(problem)}
        </Banner>
      )}
      <LevelMeter label={say('call.ownLevel')} source={voice} />
      <div className={styles['buttons']}>
        <Button icon={Ear} aria-pressed={looping} onPress={() => model.setLooping(!looping)}>
          {say(looping ? 'sound.loopStop' : 'sound.loop')}
        </Button>
        <Button onPress={onEnd}>{say('sound.stop')}</Button>
      </div>
    </>
  );
}

function Speakers(): ReactElement {
  const say = useText();
  const { devices } = useCallMedia();
  const { speakers } = useViewModel(devices);
  return (
    <Card title={say('sound.whatYouHear')}>
      <Choice kind="speaker" list={speakers} />
      <PlayButton sound="test" label={say('sound.playTest')} />
      <Choice kind="ring" list={speakers} />
      <PlayButton sound="ring" label={say('sound.playRing')} />
    </Card>
  );
}

/** What lasts is ended by a second press, or by leaving. */
function PlayButton({ sound, label }: { readonly sound: RingSound; readonly label: string }): ReactElement {
  const media = useCallMedia();
  const [stop, setStop] = useState<() => void>();
  useEffect(() => () => stop?.(), [stop]);
  const lasts = sound === 'ring';
  const press = (): void => {
    const next = lasts && stop ? undefined : media.ring(sound);
    setStop(() => next);
  };
  return (
    <div>
      <Button icon={Play} {...(lasts ? { 'aria-pressed': stop !== undefined } : {})} onPress={press}>
        {label}
      </Button>
    </div>
  );
}

function Camera(): ReactElement {
  const say = useText();
  const { devices } = useCallMedia();
  const { cameras, access } = useViewModel(devices);
  const help = useDeviceHelp();
  const [looking, setLooking] = useState(false);
  const off = access.camera === 'none';
  return (
    <Card title={say('sound.yourPicture')}>
      {access.camera === 'denied' && (
        <Banner icon={TriangleAlert} tone="warning">
          {help('camera-denied')}
        </Banner>
      )}
      {access.camera === 'none' && <p className={styles['quiet']}>{say('sound.noCamera')}</p>}
      <Choice kind="camera" list={cameras} />
      {looking && !off && <Mirror />}
      <div>
        <Button icon={Video} isDisabled={off} aria-pressed={looking} onPress={() => setLooking(!looking)}>
          {say(looking ? 'sound.lookStop' : 'sound.look')}
        </Button>
      </div>
    </Card>
  );
}

function Mirror(): ReactElement | null {
  const { devices } = useCallMedia();
  const { chosen } = useViewModel(devices);
  return <MirrorOf key={chosen.camera?.id} />;
}
function MirrorOf(): ReactElement | null {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.checkCamera(), [media]);
  const { picture, problem } = useViewModel(model);
  const help = useDeviceHelp();
  if (problem) {
    return (
      <Banner icon={TriangleAlert} tone="warning" role="alert">
        {help(problem)}
      </Banner>
    );
  }
  return <div className={styles['mirror']}>{picture && <Picture stream={picture} label={say('call.ownPicture.camera')} mirrored fit="filled" />}</div>;
}
