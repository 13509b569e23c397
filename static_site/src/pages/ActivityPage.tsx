import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { NowPlaying } from "@/lists/NowPlaying";
import { SharingScores } from "@/lists/SharingScores";
import { StreamCharts } from "@/lists/StreamCharts";
import { StreamHistory } from "@/lists/StreamHistory";

export function ActivityPage() {
  return (
    <>
      <PageHeader
        title="Activity"
        about="What plays on your servers now, what was streamed, and what that tells. Which servers keep a log, their settings say."
      />
      <PageTabs
        tabs={[
          { name: "now", label: "Now playing", content: <NowPlaying /> },
          { name: "history", label: "History", content: <StreamHistory /> },
          { name: "charts", label: "Charts", content: <StreamCharts /> },
          { name: "sharing", label: "Sharing", content: <SharingScores /> },
        ]}
      />
    </>
  );
}
