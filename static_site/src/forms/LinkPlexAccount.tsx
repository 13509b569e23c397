import { Anchor, Button, Divider, Loader, PasswordInput, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, unwrap } from "@/api/client";
import type { PlexAccount } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Icon } from "@/components/Icon/Icon";

const POLL_MILLISECONDS = 2_000;

interface LinkPlexAccountProps {
  readonly onDone: (account: PlexAccount) => void;
}

/** Link an account: by signing in with Plex in a new tab, or by its token. */
export function LinkPlexAccount({ onDone }: LinkPlexAccountProps) {
  return (
    <Stack>
      <SignInWithPlex onDone={onDone} />
      <Divider label="or" />
      <TokenForm onDone={onDone} />
    </Stack>
  );
}

function SignInWithPlex({ onDone }: LinkPlexAccountProps) {
  const [tab, setTab] = useState<Window | null>(null);
  const begin = useAction({
    run: () => unwrap(api.POST("/api/v1/plex-accounts/sign-in")),
    failsInPlace: true,
    onFailed: () => tab?.close(),
  });
  const start = () => {
    // Opened in the click itself; a tab opened after the answer would count as a pop-up.
    setTab(window.open("", "_blank"));
    begin.mutate();
  };
  useEffect(() => {
    if (!tab || !begin.data || tab.closed) return;
    tab.opener = null;
    tab.location.href = begin.data.url;
  }, [tab, begin.data]);
  if (begin.data) {
    return <Waiting signIn={begin.data} onDone={onDone} onCancel={begin.reset} />;
  }
  return (
    <Stack align="flex-start" gap="sm">
      <Text size="sm">Plex opens in a new tab. Approve there, then come back here.</Text>
      <Button
        onClick={start}
        loading={begin.isPending}
        rightSection={<Icon name="external" size={14} />}
      >
        Sign in with Plex
      </Button>
      <ErrorNote of={begin.error} />
    </Stack>
  );
}

interface WaitingProps extends LinkPlexAccountProps {
  readonly signIn: { readonly pin_id: string; readonly url: string };
  readonly onCancel: () => void;
}

function Waiting({ signIn, onDone, onCancel }: WaitingProps) {
  const finish = useAction({
    run: () =>
      unwrap(
        api.POST("/api/v1/plex-accounts/sign-in/{pin_id}", {
          params: { path: { pin_id: signIn.pin_id } },
        }),
      ),
    failsInPlace: true,
    onDone: ({ account }) => {
      if (account) onDone(account);
    },
  });
  // Asks again and again while the answer is "not yet"; an error ends the asking.
  useQuery({
    queryKey: ["session", "plex-sign-in", signIn.pin_id],
    queryFn: async () => (await finish.mutateAsync()).account?.id ?? "waiting",
    refetchInterval: ({ state }) =>
      state.status === "error" || (state.data && state.data !== "waiting")
        ? false
        : POLL_MILLISECONDS,
    refetchIntervalInBackground: true,
    retry: false,
    gcTime: 0,
  });
  return (
    <Stack align="flex-start" gap="sm">
      {finish.error ? (
        <ErrorNote of={finish.error} />
      ) : (
        <Text size="sm" role="status">
          <Loader size="xs" mr="xs" aria-hidden="true" />
          Waiting until the sign-in is approved…
        </Text>
      )}
      <Text size="sm">
        No new tab?{" "}
        <Anchor href={signIn.url} target="_blank" rel="noopener noreferrer">
          Open Plex
        </Anchor>
      </Text>
      <Button variant="default" size="xs" onClick={onCancel}>
        {finish.error ? "Begin again" : "Cancel"}
      </Button>
    </Stack>
  );
}

function TokenForm({ onDone }: LinkPlexAccountProps) {
  const entry = useEntryForm({
    initial: { token: "" },
    check: ({ token }) => ({ token: token.trim() ? null : "Paste the token." }),
    send: (body) => unwrap(api.POST("/api/v1/plex-accounts", { body })),
    done: (account) => `${account.username} is linked.`,
    onDone,
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack gap="sm">
        <PasswordInput
          label="Token"
          description="The X-Plex-Token of the account, for those who have one."
          autoComplete="off"
          {...entry.form.getInputProps("token")}
        />
        <FormFoot of={entry} label="Link by token" />
      </Stack>
    </form>
  );
}
