import { Alert, Button, Group, List, Radio, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { UserDetail } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { countOf } from "@/format/words";

interface MergeUserFormProps {
  readonly of: UserDetail;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Makes one user of two: the double's payments, time and access go to this one. */
export function MergeUserForm({ of, onDone, onCancel }: MergeUserFormProps) {
  const [goneId, setGoneId] = useState<string | null>(null);
  const [takesMedia, setTakesMedia] = useState(false);
  const body = { gone_id: goneId ?? "", takes_media: takesMedia };
  const preview = useQuery({ ...queries.mergePreview(of.id, body), enabled: goneId !== null });
  const merge = useAction({
    run: () =>
      unwrap(
        api.POST("/api/v1/users/{user_id}/merge", { params: { path: { user_id: of.id } }, body }),
      ),
    done: "The two are being merged; it takes up to a minute.",
    onDone,
    failsInPlace: true,
  });
  const found = goneId === null || preview.error ? undefined : preview.data;
  return (
    <Stack>
      <Text size="sm">
        {of.label} stays. Everything of the double comes here: payments, paid time, access, credit,
        links and referrals. The double is gone afterwards, and this cannot be undone.
      </Text>
      <UserPicker label="Double" value={goneId} onChange={setGoneId} />
      <Radio.Group
        label="Media account that stays"
        value={takesMedia ? "gone" : "kept"}
        onChange={(value) => setTakesMedia(value === "gone")}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="kept" label={found?.kept_media ?? of.media_handle} />
          <Radio value="gone" label={found?.gone_media ?? "That of the double"} />
        </Stack>
      </Radio.Group>
      <ErrorNote of={merge.error ?? (goneId === null ? null : preview.error)} />
      {found && (
        <Alert role="status" variant="light" color={found.warnings.length ? "orange" : "blue"}>
          <Text size="sm">
            {`${found.gone_label} has ${countOf(found.payments, "payment")}, which come to ${of.label}.`}
          </Text>
          {found.warnings.length > 0 && (
            <List size="sm" mt="xs">
              {found.warnings.map((warning) => (
                <List.Item key={warning}>{warning}</List.Item>
              ))}
            </List>
          )}
        </Alert>
      )}
      <Group gap="xs">
        <Button color="red" disabled={!found} loading={merge.isPending} onClick={() => merge.mutate()}>
          Merge
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
