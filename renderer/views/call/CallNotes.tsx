import { TriangleAlert, Unplug, X } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import type { MediaProblem } from '../../../preload/contract/media.ts';
import { useCallMedia, type Pictures } from '../../calls/call-media.ts';
import type { DevicesSnapshot } from '../../calls/devices.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useAnswer } from '../problem/use-answer.ts';

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
