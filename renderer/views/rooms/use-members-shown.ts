import { useViewModel } from '../../model/view-model.ts';
import { useMedia } from '../shell/appearance.ts';
import { useNavigation } from '../shell/routes.ts';

/** Whether the list of members stands beside the open room: as the user chose, else where it covers nothing (1,000 px). */
export function useMembersShown(): boolean {
  const { members } = useViewModel(useNavigation());
  const wide = useMedia('(min-width: 1000px)');
  return members ?? wide;
}
