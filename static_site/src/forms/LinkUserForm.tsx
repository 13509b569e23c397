import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { UserLinks } from "@/api/types";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { GroupWarnings } from "@/lists/GroupPanel";

interface LinkUserFormProps {
  /** Who pays; without one it is asked, too. */
  readonly masterId?: string;
  readonly onDone?: () => void;
  readonly onCancel?: () => void;
}

/** Choose for whom a master pays; what would not fit shows before it is done. */
export function LinkUserForm({ masterId, onDone, onCancel }: LinkUserFormProps) {
  const entry = useEntryForm<{ master_id: string | null; sub_id: string | null }, UserLinks>({
    initial: { master_id: masterId ?? null, sub_id: null },
    check: (values) => ({
      master_id: values.master_id ? null : "Choose who pays.",
      sub_id: values.sub_id ? null : "Choose for whom.",
    }),
    send: ({ master_id, sub_id }) =>
      unwrap(
        api.POST("/api/v1/users/{user_id}/links", {
          params: { path: { user_id: master_id ?? "" } },
          body: { sub_id: sub_id ?? "" },
        }),
      ),
    done: "They are linked: the master’s next payment of a plan for a group is for both.",
    onDone,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={520}>
        {!masterId && (
          <UserPicker
            label="Master"
            description="Pays for everybody in the group."
            {...form.getInputProps("master_id")}
          />
        )}
        <UserPicker
          label="Linked user"
          description="Gets what the master pays for."
          {...form.getInputProps("sub_id")}
        />
        <WhatDoesNotFit masterId={form.values.master_id} subId={form.values.sub_id} />
        <FormFoot of={entry} label="Link them" onCancel={onCancel} />
      </Stack>
    </form>
  );
}

interface WhatDoesNotFitProps {
  readonly masterId: string | null;
  readonly subId: string | null;
}

/** What linking would come to, asked as soon as both are chosen. */
function WhatDoesNotFit({ masterId, subId }: WhatDoesNotFitProps) {
  const isChosen = Boolean(masterId && subId);
  const preview = useQuery({
    ...queries.linkPreview(masterId ?? "", subId ?? ""),
    enabled: isChosen,
  });
  if (!isChosen) return null;
  if (preview.error) return <ErrorNote of={preview.error} />;
  return (
    <div aria-live="polite">
      {preview.data && <GroupWarnings of={preview.data.warnings} />}
    </div>
  );
}
