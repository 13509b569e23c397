import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { communityQueries } from "@/api/communityQueries";
import { importQueries } from "@/api/importQueries";
import { limitQueries } from "@/api/limitQueries";
import { queries } from "@/api/queries";
import { Editing } from "@/components/Form/Editing";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { DiscordSettingsForm } from "@/forms/DiscordSettingsForm";
import { ExpirySettingsForm } from "@/forms/ExpirySettingsForm";
import { LimitSettingsForm } from "@/forms/LimitSettingsForm";
import { MailSettingsForm } from "@/forms/MailSettingsForm";
import { MediaSettingsForm } from "@/forms/MediaSettingsForm";
import { PayPalSettingsForm } from "@/forms/PayPalSettingsForm";
import { PlisioSettingsForm } from "@/forms/PlisioSettingsForm";
import { PaymentSettingsForm } from "@/forms/PaymentSettingsForm";
import { RequestSystemForm } from "@/forms/RequestSystemForm";
import { SafetySettingsForm } from "@/forms/SafetySettingsForm";
import { SecondPayPalForm } from "@/forms/SecondPayPalForm";
import { ReferralSettingsForm } from "@/forms/ReferralSettingsForm";
import { RegistrationSettingsForm } from "@/forms/RegistrationSettingsForm";
import { ReceiptSettingsForm } from "@/forms/ReceiptSettingsForm";
import { SiteSettingsForm } from "@/forms/SiteSettingsForm";
import { StripeSettingsForm } from "@/forms/StripeSettingsForm";
import { TrialSettingsForm } from "@/forms/TrialSettingsForm";
import { WaitlistSettingsForm } from "@/forms/WaitlistSettingsForm";

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <PageTabs
        tabs={[
          { name: "site", label: "Site", content: <Site /> },
          { name: "stripe", label: "Stripe", content: <Stripe /> },
          { name: "paypal", label: "PayPal", content: <PayPal /> },
          { name: "plisio", label: "Plisio", content: <Plisio /> },
          { name: "payments", label: "Payments", content: <Payments /> },
          { name: "receipts", label: "Receipts", content: <Receipts /> },
          { name: "referrals", label: "Registration", content: <Registration /> },
          { name: "trials", label: "Trials", content: <Trials /> },
          { name: "waitlist", label: "Waitlist", content: <Waitlist /> },
          { name: "media", label: "Media servers", content: <MediaServers /> },
          { name: "expiry", label: "Expiry", content: <Expiry /> },
          { name: "limits", label: "Limits", content: <Limits /> },
          { name: "safety", label: "Safety", content: <Safety /> },
          { name: "discord", label: "Discord", content: <Discord /> },
          { name: "requests", label: "Request systems", content: <RequestSystems /> },
          { name: "mail", label: "Mail", content: <Mail /> },
        ]}
      />
    </>
  );
}

function Site() {
  const site = useQuery(queries.siteSettings());
  return (
    <Loaded query={site}>
      {(data) => (
        <Editing of={data} refresh={() => void site.refetch()}>
          {(settings, edit) => <SiteSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Stripe() {
  const stripe = useQuery(queries.stripeSettings());
  return (
    <Loaded query={stripe}>
      {(data) => (
        <Editing of={data} refresh={() => void stripe.refetch()}>
          {(settings, edit) => <StripeSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function PayPal() {
  const primary = useQuery(queries.payPalSettings());
  const secondary = useQuery(queries.secondPayPalSettings());
  return (
    <Stack gap="lg">
      <Loaded query={primary}>
        {(data) => (
          <Editing of={data} refresh={() => void primary.refetch()}>
            {(settings, edit) => <PayPalSettingsForm of={settings} {...edit} />}
          </Editing>
        )}
      </Loaded>
      <Loaded query={secondary}>
        {(data) => (
          <Editing of={data} refresh={() => void secondary.refetch()}>
            {(settings, edit) => <SecondPayPalForm of={settings} {...edit} />}
          </Editing>
        )}
      </Loaded>
    </Stack>
  );
}

function Plisio() {
  const plisio = useQuery(queries.plisioSettings());
  return (
    <Loaded query={plisio}>
      {(data) => (
        <Editing of={data} refresh={() => void plisio.refetch()}>
          {(settings, edit) => <PlisioSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Payments() {
  const payments = useQuery(queries.paymentSettings());
  return (
    <Loaded query={payments}>
      {(data) => (
        <Editing of={data} refresh={() => void payments.refetch()}>
          {(settings, edit) => <PaymentSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Registration() {
  const registration = useQuery(queries.registrationSettings());
  const referrals = useQuery(queries.referralSettings());
  const site = useQuery(queries.siteSettings());
  return (
    <Stack gap="lg">
      <Loaded query={registration}>
        {(data) => (
          <Editing of={data} refresh={() => void registration.refetch()}>
            {(settings, edit) => <RegistrationSettingsForm of={settings} {...edit} />}
          </Editing>
        )}
      </Loaded>
      <Loaded query={site}>
        {({ currency }) => (
          <Loaded query={referrals}>
            {(data) => (
              <Editing of={data} refresh={() => void referrals.refetch()}>
                {(settings, edit) => (
                  <ReferralSettingsForm of={settings} currency={currency} {...edit} />
                )}
              </Editing>
            )}
          </Loaded>
        )}
      </Loaded>
    </Stack>
  );
}

function Receipts() {
  const receipts = useQuery(queries.receiptSettings());
  return (
    <Loaded query={receipts}>
      {(data) => (
        <Editing of={data} refresh={() => void receipts.refetch()}>
          {(settings, edit) => <ReceiptSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Safety() {
  const safety = useQuery(queries.safetySettings());
  return (
    <Loaded query={safety}>
      {(data) => (
        <Editing of={data} refresh={() => void safety.refetch()}>
          {(settings, edit) => <SafetySettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Trials() {
  const trials = useQuery(queries.trialSettings());
  return (
    <Loaded query={trials}>
      {(data) => (
        <Editing of={data} refresh={() => void trials.refetch()}>
          {(settings, edit) => <TrialSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function MediaServers() {
  const media = useQuery(importQueries.settings());
  return (
    <Loaded query={media}>
      {(data) => (
        <Editing of={data} refresh={() => void media.refetch()}>
          {(settings, edit) => <MediaSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Waitlist() {
  const waitlist = useQuery(queries.waitlistSettings());
  return (
    <Loaded query={waitlist}>
      {(data) => (
        <Editing of={data} refresh={() => void waitlist.refetch()}>
          {(settings, edit) => <WaitlistSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Expiry() {
  const expiry = useQuery(queries.expirySettings());
  const groups = useQuery(queries.groups());
  return (
    <Loaded query={groups}>
      {({ items }) => (
        <Loaded query={expiry}>
          {(data) => (
            <Editing of={data} refresh={() => void expiry.refetch()}>
              {(settings, edit) => <ExpirySettingsForm of={settings} groups={items} {...edit} />}
            </Editing>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function Limits() {
  const limits = useQuery(limitQueries.settings());
  const groups = useQuery(queries.groups());
  return (
    <Loaded query={groups}>
      {({ items }) => (
        <Loaded query={limits}>
          {(data) => (
            <Editing of={data} refresh={() => void limits.refetch()}>
              {(settings, edit) => <LimitSettingsForm of={settings} groups={items} {...edit} />}
            </Editing>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function Discord() {
  const discord = useQuery(communityQueries.discord());
  const plans = useQuery(queries.plans());
  return (
    <Loaded query={plans}>
      {({ items }) => (
        <Loaded query={discord}>
          {(data) => (
            <Editing of={data} refresh={() => void discord.refetch()}>
              {(settings, edit) => <DiscordSettingsForm of={settings} plans={items} {...edit} />}
            </Editing>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function RequestSystems() {
  const systems = useQuery(communityQueries.requestSystems());
  return (
    <Loaded query={systems}>
      {({ items }) => (
        <Stack gap="xl">
          {items.map((system) => (
            <Editing key={system.name} of={system} refresh={() => void systems.refetch()}>
              {(settings, edit) => <RequestSystemForm of={settings} {...edit} />}
            </Editing>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

function Mail() {
  const mail = useQuery(queries.mailSettings());
  return (
    <Loaded query={mail}>
      {(data) => (
        <Editing of={data} refresh={() => void mail.refetch()}>
          {(settings, edit) => <MailSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}
