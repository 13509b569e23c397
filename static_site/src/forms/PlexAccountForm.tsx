import { NumberInput, Stack } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { PlexAccount } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";

interface PlexAccountFormProps {
  readonly of: PlexAccount;
  readonly onDone: () => void;
}

interface Values extends Record<string, unknown> {
  max_people: number | "";
  calls_per_second: number | "";
}

/** How many people an account shares with at most, and how fast plex.tv is called for it. */
export function PlexAccountForm({ of, onDone }: PlexAccountFormProps) {
  const entry = useEntryForm<Values, PlexAccount>({
    initial: { max_people: of.max_people, calls_per_second: of.calls_per_second },
    check: ({ max_people, calls_per_second }) => ({
      max_people: max_people === "" ? "Write a number." : null,
      calls_per_second: calls_per_second === "" ? "Write a number." : null,
    }),
    send: ({ max_people, calls_per_second }) =>
      unwrap(
        api.PUT("/api/v1/plex-accounts/{account_id}", {
          params: { path: { account_id: of.id } },
          body: {
            max_people: Number(max_people),
            calls_per_second: Number(calls_per_second),
            version: of.version,
          },
        }),
      ),
    done: "Saved.",
    onDone,
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <NumberInput
          label="Most people"
          description="On all its servers together, open invites and your own friends too. Plex allows 100."
          min={1}
          allowDecimal={false}
          {...entry.form.getInputProps("max_people")}
        />
        <NumberInput
          label="Calls a second"
          description="How fast plex.tv is asked in its name. One a second is what Plex bears well."
          min={1}
          allowDecimal={false}
          {...entry.form.getInputProps("calls_per_second")}
        />
        <FormFoot of={entry} label="Save" onCancel={onDone} />
      </Stack>
    </form>
  );
}
