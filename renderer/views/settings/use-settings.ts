import type { SettingsValues } from '../../../preload/contract/settings.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { useAction } from '../problem/use-action.ts';

export interface SettingsInView {
  readonly values: SettingsValues;
  /** Why the last change was not kept. */
  readonly failure: Failure | undefined;
  readonly change: (change: Partial<SettingsValues>) => void;
}

/** Main keeps a change within milliseconds and tells every view of it: nothing is shown that is not kept. */
export function useSettings(): SettingsInView {
  const { settings } = useServices();
  const { value } = useViewModel(useReplicas().settings);
  const { failure, run } = useAction();
  return { values: value, failure, change: change => void run(() => settings.set(change)) };
}
