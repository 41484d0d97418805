import { Maximize, MessageSquare, MicOff, Minimize, PictureInPicture2 } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useCallMedia, type Pictures } from '../../calls/call-media.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { useNavigation } from '../shell/routes.ts';
import { CallButton } from './CallButton.tsx';
import { CallControls } from './CallControls.tsx';
import { CallNotes, NoSound, shouldBeHeard } from './CallNotes.tsx';
import styles from './CallStage.module.css';
import { CallState } from './CallState.tsx';
import { DialPad } from './DialPad.tsx';
import { EndedCall } from './EndedCall.tsx';
import { LevelMeters } from './LevelMeters.tsx';
import { OtherCalls } from './OtherCalls.tsx';
import { Picture } from './Picture.tsx';
import { QualityMark } from './QualityMark.tsx';
import { StatisticsPanel } from './StatisticsPanel.tsx';
import { nameOf } from './call-words.ts';
import { showsTheirs } from './shown-picture.ts';
import { useCallActions } from './use-call-actions.ts';

export interface CallStageProps {
  readonly call: Call;
  readonly others: readonly Call[];
}
type Panel = 'dial-pad' | 'statistics' | undefined;

/** A call over the main column: dark in both themes. */
export function CallStage({ call, others }: CallStageProps): ReactElement {
  const media = useCallMedia();
  const actions = useCallActions();
  const model = useMemo(() => media.pictures(call.id), [media, call.id]);
  const pictures = useViewModel(model);
  const full = useFullScreen();
  const [panel, setPanel] = useState<Panel>();
  const toggle = (wanted: Panel): void => setPanel(panel === wanted ? undefined : wanted);
  const ended = call.phase === 'ended';
  return (
    <div className={styles['stage']} data-stage data-full={full.on} data-picture={showsTheirs(call, pictures)}>
      <StageHead call={call} full={full} statistics={panel === 'statistics'} onStatistics={() => toggle('statistics')} pictures={pictures} />
      <CallNotes pictures={ended ? { ...pictures, problem: undefined } : pictures} />
      {shouldBeHeard(call) && <NoSound call={call} />}
      <div className={styles['middle']}>
        {ended ? <EndedCall call={call} problem={pictures.problem} /> : <Faces call={call} pictures={pictures} />}
        {!ended && panel !== undefined && (
          <div className={styles['panel']}>
            {panel === 'statistics' ? <StatisticsPanel call={call.id} /> : <DialPad shows onKey={key => actions.press(call, key)} />}
          </div>
        )}
      </div>
      <OtherCalls current={call} others={others} />
      {!ended && <CallControls call={call} dialPad={panel === 'dial-pad'} onDialPad={() => toggle('dial-pad')} />}
    </div>
  );
}

interface StageHeadProps {
  readonly call: Call;
  readonly full: FullScreen;
  readonly pictures: Pictures;
  readonly statistics: boolean;
  readonly onStatistics: () => void;
}
function StageHead({ call, full, pictures, statistics, onStatistics }: StageHeadProps): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const name = nameOf(call);
  return (
    <header className={styles['head']}>
      <div className={styles['who']}>
        <h2 className={styles['name']} title={name}>
          <bdi>{name}</bdi>
        </h2>
        <CallState call={call} />
      </div>
      {call.connectedAt !== undefined && call.phase !== 'ended' && <QualityMark call={call.id} open={statistics} onPress={onStatistics} />}
      {showsTheirs(call, pictures) && pictures.theirs && document.pictureInPictureEnabled && <PictureWindowButton stream={pictures.theirs} />}
      <CallButton label={say('call.fullScreen')} icon={full.on ? Minimize : Maximize} size="small" pressed={full.on} onPress={full.toggle} />
      <CallButton label={say('call.showConversation')} icon={MessageSquare} size="small" onPress={navigation.hideCall} />
    </header>
  );
}

function PictureWindowButton({ stream }: { readonly stream: MediaStream }): ReactElement {
  const say = useText();
  const { pictureWindow } = useCallMedia();
  const { open } = useViewModel(pictureWindow);
  return (
    <CallButton label={say('call.pictureInPicture')} icon={PictureInPicture2} size="small" pressed={open} onPress={() => void pictureWindow.toggle(stream)} />
  );
}

interface FullScreen {
  readonly on: boolean;
  readonly toggle: () => void;
}
/** The whole page, and on it the stage over everything: of a part alone, menus, hints and somebody else who calls would not be seen. */
function useFullScreen(): FullScreen {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const look = (): void => setOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => {
      document.removeEventListener('fullscreenchange', look);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined); // it has ended by itself
    };
  }, []);
  const toggle = (): void => {
    const done = on ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    void done.catch(() => undefined); // not allowed here: it stays in the window
  };
  return { on, toggle };
}

interface FacesProps {
  readonly call: Call;
  readonly pictures: Pictures;
}
function Faces({ call, pictures }: FacesProps): ReactElement {
  const say = useText();
  const name = nameOf(call);
  return (
    <div className={styles['faces']}>
      {showsTheirs(call, pictures) && pictures.theirs ? (
        <Picture stream={pictures.theirs} label={say('call.theirPicture', { name })} />
      ) : (
        <StillFace call={call} here={pictures.here} />
      )}
      {call.theyMuted && (
        <p className={styles['muted']}>
          <MicOff aria-hidden />
          {say('call.theyMuted', { name })}
        </p>
      )}
      {call.phase === 'connected' && pictures.here && <LevelMeters call={call} />}
      {pictures.own && call.video !== 'off' && !call.held && (
        <div className={styles['own']}>
          <Picture
            stream={pictures.own}
            label={say(`call.ownPicture.${call.video}`)}
            mirrored={call.video === 'camera'}
            fit={call.video === 'camera' ? 'filled' : 'whole'}
          />
        </div>
      )}
    </div>
  );
}

/** In the place of a picture. */
function StillFace({ call, here }: { readonly call: Call; readonly here: boolean }): ReactElement {
  const say = useText();
  const name = nameOf(call);
  return (
    <div className={styles['face']}>
      <Avatar name={name} address={call.peer} picture={call.avatar} size={96} />
      <p className={styles['bigName']} aria-hidden>
        <bdi>{name}</bdi>
      </p>
      {call.phase === 'connected' && !here && <p className={styles['note']}>{say('call.notHere')}</p>}
      {call.theyHold && <p className={styles['note']}>{say('call.theyHold', { name })}</p>}
    </div>
  );
}
