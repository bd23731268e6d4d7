#include "alerts/head_log.hpp"

#include <gtest/gtest.h>

#include "alerts/noted_head.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

TEST(HeadLog, notes_a_channels_heads_once_a_minute_where_events_or_its_trail_have_gone_on) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "heads";
  HeadLog log(file);
  AlertBeat beat;
  beat.stream = "0123456789abcdef0123456789abcdef";
  beat.channel = "open";
  beat.head = std::string(64, '0');
  beat.sent_at = evening();
  const std::chrono::steady_clock::time_point begin{};
  log.note(beat, begin);  // neither an event nor a record yet
  EXPECT_EQ(file_text(file), "");
  beat.audit_seq = 1;
  beat.audit_head = hex(sha256("one"));
  log.note(beat, begin + 1min);
  log.note(beat, begin + 3min);
  beat.audit_seq = 2;
  beat.audit_head = hex(sha256("two"));
  log.note(beat, begin + 4min);
  beat.seq = 1;
  beat.head = hex(sha256("event"));
  log.note(beat, begin + 4min + 30s);
  log.note(beat, begin + 5min);
  const NotedHeads noted = noted_heads_in(file);
  EXPECT_TRUE(noted.errors.empty());
  ASSERT_EQ(noted.heads.size(), 3U);
  EXPECT_EQ(noted.heads[0].audit->seq, 1U);
  EXPECT_EQ(noted.heads[1].audit->seq, 2U);
  EXPECT_EQ(noted.heads[2].seq, 1U);
}

}  // namespace
}  // namespace nightjar
