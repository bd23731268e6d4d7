#include "alerts/retention.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/alert_delivery.hpp"
#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "alerts/case_holds.hpp"
#include "alerts/journal_check.hpp"
#include "tests/alerts/made_sightings.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

void hold(Journal& journal, const std::string& subject, bool of_mark) {
  CaseHolds holds;
  EXPECT_EQ(holds.add({of_mark, subject, "case 7", "DC Example", {}, evening()}), "");
  AuditRecord record;
  record.at = evening();
  record.person = "DC Example";
  record.what = "hold";
  record.channel = "open";
  record.about = subject;
  record.request = random_id();
  record.outcome = "held";
  journal.note(record, KeptText{kept_holds("open"), holds.text()});
}

std::vector<std::string> texts_in(const Journal& journal) {
  std::vector<std::string> marks;
  for (const StoredEvent& event : journal.events_since("open", 0, 100))
    marks.push_back(event.text ? "there" : "gone");
  return marks;
}

RetentionOptions thirty_days() {
  RetentionOptions options;
  options.keep["open"] = 720h;
  options.clock_is_kept = [] { return true; };  // the tests' days pass in no time
  return options;
}

TEST(Retention, deletes_what_is_due_and_nothing_else_and_the_chain_still_verifies) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    (void)append(journal, seen("a1", evening()));
    (void)append(journal, seen("a2", evening() + 24h));
    (void)append(journal, seen("a3", evening() + 48h));
    Retention retention(thirty_days());
    EXPECT_EQ(retention.run(journal, evening() + 719h), 0U);
    EXPECT_EQ(retention.run(journal, evening() + 745h), 2U);
    EXPECT_THAT(texts_in(journal), testing::ElementsAre("gone", "gone", "there"));
    EXPECT_EQ(journal.gone_before("open"), 3U);
    EXPECT_TRUE(journal.picture(hex(sha256("plate")))) << "the last event still shows it";
    EXPECT_EQ(retention.run(journal, evening() + 745h), 0U);
    EXPECT_EQ(retention.run(journal, evening() + 800h), 1U);
    EXPECT_FALSE(journal.picture(hex(sha256("plate")))) << "nothing shows it any more";
    EXPECT_EQ(journal.gone_before("open"), 4U);
    EXPECT_THAT(journal.history().sightings(), IsEmpty());
  }
  const JournalSoundness sound = JournalCheck(folder.path(), {}).run();
  EXPECT_EQ(sound.deleted, 3U);
  EXPECT_THAT(sound.findings, IsEmpty());
}

TEST(Retention, deletes_nothing_by_a_clock_that_leaps_ahead_until_it_has_run_so_for_a_day) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  (void)append(journal, seen("a1", evening()));
  std::chrono::steady_clock::time_point steady{};
  RetentionOptions options = thirty_days();
  options.clock_is_kept = [] { return false; };
  options.steady = [&] { return steady; };
  Retention retention(options);
  EXPECT_EQ(retention.run(journal, evening() + 1h), 0U);
  steady += 1s;
  EXPECT_EQ(retention.run(journal, evening() + 10'000h), 0U) << "it leapt";
  steady += 1h;
  EXPECT_EQ(retention.run(journal, evening() + 10'001h), 0U);
  steady += 23h;
  EXPECT_EQ(retention.run(journal, evening() + 10'024h), 1U);
}

TEST(Retention, deletes_again_at_once_when_a_clock_was_set_right) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  (void)append(journal, seen("a1", evening()));
  (void)append(journal, seen("a2", evening() + 700h));
  std::chrono::steady_clock::time_point steady{};
  RetentionOptions options = thirty_days();
  options.clock_is_kept = [] { return false; };
  options.steady = [&] { return steady; };
  Retention retention(options);
  EXPECT_EQ(retention.run(journal, evening() + 50'000h), 0U) << "years after the newest event";
  steady += 1s;
  EXPECT_EQ(retention.run(journal, evening() + 721h), 1U);
}

TEST(Retention, writes_down_what_it_deleted_and_why) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  (void)append(journal, seen("a1", evening()));
  (void)append(journal, seen("a2", evening()));
  EXPECT_EQ(Retention(thirty_days()).run(journal, evening() + 721h), 2U);
  const auto record = audit_from_json(journal.audit_since(0, 10).at(0).text);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->what, "delete");
  EXPECT_EQ(record->about, journal.stream() + " 1-2");
  EXPECT_EQ(record->reason, "kept for 30 days");
  EXPECT_EQ(record->outcome, "2 events and 1 pictures deleted");
}

TEST(Retention, keeps_what_a_case_needs_by_alert_and_by_mark) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  (void)append(journal, seen("00000000000000a1", evening(), "AB12CDE", "one"));
  (void)append(journal, seen("00000000000000a2", evening(), "AO12CDE", "two"));
  (void)append(journal, seen("00000000000000a3", evening(), "XY99ZZZ", "three"));
  hold(journal, "A012CDE", true);
  EXPECT_EQ(Retention(thirty_days()).run(journal, evening() + 721h), 2U);
  EXPECT_THAT(texts_in(journal), testing::ElementsAre("gone", "there", "gone"));
  EXPECT_TRUE(journal.picture(hex(sha256("two"))));
  hold(journal, "00000000000000a2", false);
  EXPECT_EQ(Retention(thirty_days()).run(journal, evening() + 721h), 0U);
  AuditRecord record;
  record.channel = "open";
  record.request = "released";
  journal.note(record, KeptText{kept_holds("open"), CaseHolds().text()});
  EXPECT_EQ(Retention(thirty_days()).run(journal, evening() + 721h), 1U);
}

TEST(Retention, leaves_no_bytes_of_what_it_deleted_in_the_files) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    (void)append(journal, seen("a1", evening(), "QX77WWW"));
    (void)append(journal, seen("a2", evening() + 100h, "AB12CDE"));
    EXPECT_EQ(Retention(thirty_days()).run(journal, evening() + 721h), 1U);
    Retention again(thirty_days());
    (void)again.run(journal, evening() + 721h);
    EXPECT_TRUE(journal.fold());
  }
  std::string bytes;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) bytes += file_text(file.path());
  EXPECT_EQ(bytes.find("QX77WWW"), std::string::npos);
  EXPECT_NE(bytes.find("AB12CDE"), std::string::npos);
}

TEST(Retention, takes_a_few_at_once_and_passes_over_what_is_held) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  for (int i = 0; i < 10; ++i)
    (void)append(journal, seen("a" + std::to_string(i), evening(i), i < 5 ? "AB12CDE" : "XY99ZZZ"));
  hold(journal, "AB12CDE", true);
  RetentionOptions options = thirty_days();
  options.at_once = 3;
  Retention retention(options);
  std::uint64_t gone = 0;
  for (int beat = 0; beat < 8; ++beat) {
    const std::uint64_t now = retention.run(journal, evening() + 721h);
    EXPECT_LE(now, 3U);
    gone += now;
  }
  EXPECT_EQ(gone, 5U);
}

/// What the open channel was told of the clock.
std::vector<std::string> told_of_the_clock(const AlertDelivery& delivery) {
  std::vector<std::string> told;
  for (const StoredEvent& stored : delivery.journal().events_since("open", 0, 100)) {
    const AlertEvent event = from_json(stored.text.value()).event.value();
    if (event.health && event.health->what == "clock") told.emplace_back(name_of(event.event));
  }
  return told;
}

TEST(Retention, tells_the_room_that_a_clock_leapt_and_when_it_is_right_again) {
  const TemporaryFolder folder;
  std::chrono::steady_clock::time_point steady{};
  CaptureTime now = evening();
  AlertDeliveryOptions options = delivery_options(folder.path());
  options.retention = thirty_days();
  options.retention.clock_is_kept = [] { return false; };
  options.retention.steady = [&] { return steady; };
  options.now = [&] { return now; };
  const auto look = [&](AlertDelivery& delivery, std::chrono::hours later) {
    now += later;
    steady += 1s;
    delivery.delete_on_time();
  };
  {
    AlertDelivery delivery(options);
    delivery.deliver({seen("a1", now)});
    look(delivery, 0h);
    EXPECT_THAT(told_of_the_clock(delivery), IsEmpty());
    look(delivery, 1000h);
    look(delivery, 0h);
    EXPECT_THAT(told_of_the_clock(delivery), testing::ElementsAre("raised"));
  }
  {
    AlertDelivery delivery(options);  // what it was told stands at the wrong time, and must not be believed
    look(delivery, 0h);
    EXPECT_EQ(delivery.counts().deleted, 0U);
    EXPECT_THAT(told_of_the_clock(delivery), testing::ElementsAre("raised", "closed", "raised"));
    look(delivery, -1000h);
    EXPECT_THAT(told_of_the_clock(delivery), testing::ElementsAre("raised", "closed", "raised", "closed"));
  }
  AlertDelivery delivery(options);
  look(delivery, 0h);
  EXPECT_EQ(told_of_the_clock(delivery).size(), 4U);
}

}  // namespace
}  // namespace nightjar
