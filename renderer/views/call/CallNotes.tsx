import { EarOff, TriangleAlert, Unplug, X } from 'lucide-react';
import { useCallback, useMemo, type ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import type { MediaProblem } from '../../../preload/contract/media.ts';
import { useCallMedia, type Pictures } from '../../calls/call-media.ts';
import type { DevicesSnapshot } from '../../calls/devices.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { usePartOf, useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useAnswer } from '../problem/use-answer.ts';
import { nameOf } from './call-words.ts';

/** What one has to know during a call: a device that has gone, one that may not be used. Read out when it appears. */
export function CallNotes({ pictures }: { readonly pictures: Pictures }): ReactElement {
  const say = useText();
  const { devices } = useCallMedia();
  const { lost } = useViewModel(devices);
  const help = useDeviceHelp();
  // Whoever closes the picker has not met a problem.
  const problem = pictures.problem === 'screen-denied' ? undefined : pictures.problem;
  return (
    <>
      {lost && (
        <Banner
          icon={Unplug}
          tone="warning"
          role="alert"
          actions={<IconButton size="small" icon={X} label={say('call.dismissNote')} onPress={devices.forgetLost} />}
        >
          {lost.label === '' ? say(`call.lost.${lost.kind}`) : say('call.lostNamed', { device: lost.label })} {instead(say, lost)}
        </Banner>
      )}
      {problem && (
        <Banner icon={TriangleAlert} tone="warning" role="alert">
          {help(problem)}
        </Banner>
      )}
    </>
  );
}

/** How often is looked whether anything comes, and how often in vain before it is said. */
const LOOK_MS = 4000;
const SILENT_MS = 2 * LOOK_MS;

/** They should be heard: there is a way, and neither side has said that it is quiet. */
export const shouldBeHeard = ({ phase, held, theyHold, theyMuted }: Call): boolean => phase === 'connected' && !held && !theyHold && !theyMuted;

/** A connection over which nothing has come yet looks like any other, and whoever waits for a word does not know for what. */
export function NoSound({ call }: { readonly call: Call }): ReactElement | null {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.statistics(call.id, LOOK_MS), [media, call.id]);
  const isSilent = usePartOf(model, ({ withoutSoundMs }) => withoutSoundMs >= SILENT_MS);
  if (!isSilent) return null;
  return (
    <Banner icon={EarOff} tone="warning" role="status">
      {say('call.noSound', { name: nameOf(call) })}
    </Banner>
  );
}

/** What has taken its place. */
function instead(say: Say, { kind, now }: NonNullable<DevicesSnapshot['lost']>): string {
  if (now === false) return say(`call.lostNothing.${kind}`);
  return now === undefined ? say('call.lostNow') : say('call.lostNowNamed', { device: now });
}

/** What is wrong with a device, and where to allow it. */
export function useDeviceHelp(): (problem: MediaProblem) => string {
  const say = useText();
  const { desk } = useServices();
  const { value } = useAnswer(useCallback(() => desk.capabilities({}), [desk]));
  // A page that shows notifications itself stands in a browser, and it is the browser that asks.
  const where = value === undefined || value.pageNotices ? 'browser' : value.platform;
  return problem => {
    const denied = problem === 'microphone-denied' || problem === 'camera-denied';
    return denied ? `${say(`call.problem.${problem}`)} ${say(`call.allow.${where}`)}` : say(`call.problem.${problem}`);
  };
}
