// What the focused option can be filled with: its fixed list, or what the bot proposes.

import { useEffect, useRef, useState } from 'preact/hooks';
import { INTERACTION } from '../command/discord.ts';
import type { Line, Option } from '../command/list.ts';
import {
  hasAutocomplete,
  listOf,
  matching,
  nest,
  readFocused,
  type Choice,
  type Directory,
  type Entries,
} from '../command/options.ts';
import { useHere } from './context.ts';

const PAUSE_MS = 250;

export interface Choices {
  list: readonly Choice[];
  loading: boolean;
  /** Whether there is a list at all, even if nothing in it fits. */
  offered: boolean;
}

export function useChoices(
  line: Line,
  option: Option | undefined,
  entries: Entries,
  directory: Directory,
): Choices {
  const asked = option !== undefined && hasAutocomplete(option);
  const proposed = useProposals(line, asked ? option : undefined, entries, directory);
  if (!option) return { list: [], loading: false, offered: false };
  if (asked) return { ...proposed, offered: true };
  const all = listOf(option, directory);
  const entry = entries[option.name];
  const typed = entry?.picked === undefined ? (entry?.text ?? '') : '';
  return { list: matching(all, typed), loading: false, offered: all.length > 0 };
}

/** Asks the bot a moment after the last key; a late answer to an old question is dropped. */
function useProposals(
  line: Line,
  option: Option | undefined,
  entries: Entries,
  directory: Directory,
): { list: readonly Choice[]; loading: boolean } {
  const { chat, place } = useHere();
  const [answer, setAnswer] = useState<{ list: readonly Choice[]; loading: boolean }>({
    list: [],
    loading: true,
  });
  const question = useRef(0);
  const name = option?.name;
  const text = name ? (entries[name]?.text ?? '') : '';

  useEffect(() => {
    question.current += 1;
    const mine = question.current;
    if (!name || !place || !chat.api) return undefined;
    const { api } = chat;
    setAnswer(({ list }) => ({ list, loading: true }));
    const { id, name: command, type } = line.command;
    const options = nest(line.path, readFocused(line, entries, name, directory));
    const data = { id, name: command, type, options };
    const ask = async (): Promise<void> => {
      const request = { type: INTERACTION.autocomplete, channel_id: place.id, data };
      const list = await api.complete(request).then(
        ({ choices }) => choices,
        () => [],
      );
      if (mine === question.current) setAnswer({ list, loading: false });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [name, text]);

  return answer;
}
