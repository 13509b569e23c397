import { Alert, Code, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api, unwrap } from "@/api/client";
import { limitQueries } from "@/api/limitQueries";
import type { MediaHook, MediaHookAddress, ServerDetail } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { CopyIcon } from "@/components/Copy/CopyIcon";
import { Facts } from "@/components/Facts/Facts";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";

interface InstantEnforcementProps {
  readonly of: ServerDetail;
}

/** Where the server tells that somebody plays, so that limits act within seconds. */
export function InstantEnforcement({ of }: InstantEnforcementProps) {
  const hook = useQuery(limitQueries.mediaHook(of.id));
  return (
    <Panel
      title="Instant enforcement"
      about="The server tells when somebody begins to play and is looked at within seconds. The look every five minutes stays."
    >
      <Loaded query={hook}>
        {(data) => (
          <Stack maw={640}>
            <Facts items={factsOf(data)} />
            <Address of={of} isMade={data.is_made} />
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function factsOf(hook: MediaHook): readonly (readonly [string, ReactNode])[] {
  return [
    ["Last heard of", <When key="arrived" at={hook.arrived_at} none="Nothing arrived yet" />],
    ["What it was", hook.arrived_at && nameOf(hook)],
    ["Looked because of it", hook.looked_at && <When key="looked" at={hook.looked_at} />],
    ["The old address works until", hook.old_until && <When key="old" at={hook.old_until} />],
  ];
}

function nameOf({ sender, event }: MediaHook): string {
  return sender ? `${event} (${sender})` : "Something that was not understood";
}

function Address({ of, isMade }: InstantEnforcementProps & { readonly isMade: boolean }) {
  const client = useQueryClient();
  const [url, setUrl] = useState("");
  const params = { path: { server_id: of.id } };
  const show = ({ url: fresh, hook }: MediaHookAddress) => {
    setUrl(fresh);
    client.setQueryData(limitQueries.mediaHook(of.id).queryKey, hook);
  };
  if (!url) {
    return (
      <Group>
        <ActionButton
          label={isMade ? "Show the address" : "Make an address"}
          run={() => unwrap(api.POST("/api/v1/servers/{server_id}/media-hook", { params }))}
          onDone={show}
        />
      </Group>
    );
  }
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <TextInput flex={1} readOnly label="Address to enter there" value={url} />
        <CopyIcon value={url} label="Copy the address" />
      </Group>
      <Alert color="gray" variant="light">
        Whoever knows the address can have the server looked at, and nothing else. Replace it if a
        stranger may have seen it.
      </Alert>
      <Steps platform={of.platform} />
      <Group>
        <ActionButton
          label="Replace the address"
          run={() => unwrap(api.POST("/api/v1/servers/{server_id}/media-hook/rotate", { params }))}
          done="Replaced. The old one works until the new one is used, for a day at most."
          onDone={show}
        />
      </Group>
    </>
  );
}

interface Way {
  readonly name: string;
  readonly steps: readonly ReactNode[];
}

const PLEX: readonly Way[] = [
  {
    name: "Plex (needs Plex Pass)",
    steps: [
      <>
        In Plex Web, signed in as the owner, open <b>Account, Webhooks</b> and <b>Add webhook</b>.
      </>,
      "Paste the address and save. Plex sends for every server of the account; each server here has an address of its own.",
      <>
        On the server, <b>Settings, Network, Webhooks</b> must be on.
      </>,
    ],
  },
  {
    name: "Tautulli (in place of these, or beside them)",
    steps: [
      <>
        <b>Settings, Notification agents, Add: Webhook.</b> Paste the address; the method is POST.
      </>,
      <>
        Triggers: <b>Playback start, Playback resume, Transcode decision change.</b>
      </>,
      <>
        Data, for each of them: <Code>{'{"action": "{action}"}'}</Code>
      </>,
    ],
  },
];

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  plex: PLEX,
  emby: [
    {
      name: "Emby (needs Emby Premiere)",
      steps: [
        <>
          <b>Settings, Notifications, Add notification: Webhooks.</b> Paste the address.
        </>,
        "Either type of request content will do.",
        <>
          Events: <b>Playback start</b> and <b>Playback unpause</b>, for all users and devices.
        </>,
      ],
    },
  ],
  jellyfin: [
    {
      name: "Jellyfin",
      steps: [
        <>
          Install the plugin <b>Webhook</b> from the catalogue and restart the server.
        </>,
        <>
          <b>Add generic destination.</b> Paste the address and select <b>Playback start</b>.
        </>,
        <>
          Check <b>Send all properties</b>. A header for the type of content is not needed.
        </>,
      ],
    },
  ],
};

function Steps({ platform }: { readonly platform: string }) {
  return (WAYS[platform] ?? []).map(({ name, steps }) => (
    <div key={name}>
      <Title order={3} size="h6" mb={4}>
        {name}
      </Title>
      <List size="sm" type="ordered">
        {steps.map((step, place) => (
          <List.Item key={place}>
            <Text size="sm" component="span">
              {step}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  ));
}
