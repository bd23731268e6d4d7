#include "alerts/sortie_retention.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/audit.hpp"
#include "alerts/case_holds.hpp"
#include "alerts/record_duties.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// A worker's alerts with two channels, and a folder with its flights, at a time that is said.
class Worker {
 public:
  Worker() : outlet_(outlet_options()), retention_(options(), outlet_) {}

  /// A flight with two layers.
  std::string fly(const std::string& feed, CaptureTime recorded_at, const std::string& channel = "open") {
    Sortie sortie;
    sortie.id = sortie_id(feed, recorded_at);
    sortie.feed = feed;
    sortie.channel = channel;
    sortie.pilot = "PC Pilot";
    sortie.started_at = sortie.ended_at.emplace(evening());
    sortie.recorded_at = recorded_at;
    flights().keep(sortie);
    (void)flights().keep_coverage(sortie, "a layer", true);
    (void)flights().keep_coverage(sortie, "another layer", true);
    return sortie.id;
  }
  /// Looks at the clock until nothing more is done.
  std::uint64_t sweep(CaptureTime now) {
    set_clock(now);
    steady_ += 600s;
    std::uint64_t gone = 0;
    for (std::uint64_t more = 1; more > 0; gone += more) more = retention_.run(steady_);
    return gone;
  }
  void set_clock(CaptureTime now) {
    outlet_.run_errand([&](AlertDelivery&) { now_ = now; });
  }
  std::string hold(const std::string& subject, bool release = false, const std::string& channel = "open") {
    std::string fault;
    outlet_.run_errand([&](AlertDelivery& delivery) {
      const HoldOutcome held = hold_for_case(
          delivery.journal(), {channel, subject, "case 7", "DC Example", "", release, evening()});
      fault = held.fault;
      AuditRecord record;
      record.what = "hold";
      record.channel = channel;
      record.request = random_id();
      if (fault.empty()) (void)delivery.note(record, held.kept, false);
    });
    return fault;
  }
  void raise(const std::string& alert, const std::string& sortie, const std::string& channel = "open") {
    AlertParcel parcel = made_parcel(alert, channel);
    parcel.event.sortie = sortie;
    outlet_.post(std::move(parcel));
    outlet_.drain();
  }
  std::vector<AuditRecord> deletions(const std::string& channel) {
    std::vector<AuditRecord> found;
    outlet_.run_errand([&](AlertDelivery& delivery) {
      for (const StoredAudit& stored : delivery.journal().audit_since(0, 1000))
        if (auto record = audit_from_json(stored.text);
            record && record->what == "delete" && record->channel == channel)
          found.push_back(std::move(*record));
    });
    return found;
  }
  [[nodiscard]] SortieFolder flights() const { return SortieFolder(folder_.path() / "sorties"); }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder_.path() / "sorties"))
      names.push_back(file.path().filename());
    return names;
  }

  std::string flying;
  bool clock_is_kept = true;

 private:
  AlertOutletOptions outlet_options() {
    AlertOutletOptions options;
    options.delivery.journal = folder_.path();
    options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"}, {"other", "tcp://127.0.0.1:*"}};
    options.delivery.retention.clock_is_kept = [this] { return clock_is_kept; };
    options.delivery.now = [this] { return now_; };
    return options;
  }
  SortieRetentionOptions options() {
    SortieRetentionOptions options;
    options.journal = folder_.path();
    options.keep = {{"open", 720h}, {"other", 48h}};
    options.channel_of = [](const std::string& feed) { return feed == "drone" ? "open" : ""; };
    options.is_flying = [this](const Sortie& sortie) { return sortie.id == flying; };
    return options;
  }

  TemporaryFolder folder_;
  CaptureTime now_ = evening();  // of the alerts thread
  SortieRetention::Steady steady_{};
  AlertOutlet outlet_;
  SortieRetention retention_;
};

TEST(SortieRetention, deletes_a_flight_with_its_layers_after_the_days_of_its_channel_and_nothing_else) {
  Worker worker;
  worker.fly("drone", evening());
  const std::string later = worker.fly("drone", evening() + 24h);
  worker.fly("other drone", evening(), "other");
  EXPECT_EQ(worker.sweep(evening() + 47h), 0U);
  EXPECT_EQ(worker.sweep(evening() + 48h), 1U);
  EXPECT_EQ(worker.sweep(evening() + 719h), 0U);
  EXPECT_EQ(worker.sweep(evening() + 720h), 1U);
  EXPECT_THAT(worker.files(),
              UnorderedElementsAre(later + ".json", later + ".geojson", later + "-2.geojson"));
}

TEST(SortieRetention, writes_down_in_the_trail_of_its_channel_what_was_deleted_and_why) {
  Worker worker;
  const std::string id = worker.fly("drone", evening());
  EXPECT_EQ(worker.sweep(evening() + 720h), 1U);
  const std::vector<AuditRecord> records = worker.deletions("open");
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].about, "sortie " + id);
  EXPECT_EQ(records[0].sortie, id);
  EXPECT_EQ(records[0].reason, "kept for 30 days");
  EXPECT_EQ(records[0].person, "nightjar");
  EXPECT_EQ(records[0].at, evening() + 720h);
  EXPECT_THAT(worker.deletions("other"), IsEmpty());
}

TEST(SortieRetention, keeps_a_flight_that_a_case_needs_until_the_hold_is_released) {
  Worker worker;
  const std::string id = worker.fly("drone", evening());
  EXPECT_EQ(worker.hold(id), "");
  EXPECT_EQ(worker.sweep(evening() + 720h), 0U);
  EXPECT_EQ(worker.hold(id, true), "");
  EXPECT_EQ(worker.sweep(evening() + 721h), 1U);
}

TEST(SortieRetention, keeps_the_flight_of_an_alert_that_a_case_needs_on_whatever_channel) {
  Worker worker;
  const std::string id = worker.fly("drone", evening());
  const std::string free = worker.fly("drone", evening() + 1s);
  worker.raise("00000000000000a1", id, "other");
  EXPECT_EQ(worker.hold("00000000000000a1", false, "other"), "");
  EXPECT_EQ(worker.sweep(evening() + 721h), 1U);
  EXPECT_TRUE(worker.flights().find(id));
  EXPECT_FALSE(worker.flights().find(free));
}

TEST(SortieRetention, a_hold_on_a_flight_keeps_the_alerts_of_it) {
  CaseHolds holds;
  EXPECT_EQ(holds.add({false, "00000000000000f1", "case 7", "DC Example", {}, evening()}), "");
  EXPECT_TRUE(holds.holding("a1", R"({"alert":"a1","sortie":"00000000000000f1"})"));
  EXPECT_FALSE(holds.holding("a1", R"({"alert":"a1","sortie":"00000000000000f2"})"));
  EXPECT_FALSE(holds.holding("a1", R"({"alert":"a1","detail":"\"sortie\":\"00000000000000f1\""})"));
  EXPECT_FALSE(holds.holding("a1", R"({"alert":"a1"})"));
}

TEST(SortieRetention, a_flight_can_be_held_on_its_own_channel_alone) {
  Worker worker;
  const std::string id = worker.fly("drone", evening());
  EXPECT_THAT(worker.hold(id, false, "other"), HasSubstr("no alert or sortie"));
  EXPECT_THAT(worker.hold("00000000000000f9"), HasSubstr("no alert or sortie"));
}

TEST(SortieRetention, keeps_what_is_under_way_and_what_is_of_no_channel_of_the_site) {
  Worker worker;
  worker.flying = worker.fly("drone", evening());
  worker.fly("drone", evening() + 1s, "taken out");
  EXPECT_EQ(worker.sweep(evening() + 10'000h), 0U);
  worker.flying.clear();
  EXPECT_EQ(worker.sweep(evening() + 10'001h), 1U);
}

TEST(SortieRetention,
     takes_the_channel_of_the_feed_and_the_time_of_the_file_where_an_earlier_version_said_none) {
  Worker worker;
  const std::string id = worker.fly("drone", evening());
  Sortie early = worker.flights().find(id).value();
  early.channel.clear();
  early.recorded_at.reset();
  worker.flights().keep(early);  // the file is of now
  const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  EXPECT_EQ(worker.sweep(now + 719h), 0U);
  EXPECT_EQ(worker.sweep(now + 721h), 1U);
}

TEST(SortieRetention, deletes_nothing_by_a_clock_that_leapt) {
  Worker worker;
  worker.fly("drone", evening());
  EXPECT_EQ(worker.sweep(evening() + 1h), 0U);
  worker.clock_is_kept = false;
  EXPECT_EQ(worker.sweep(evening() + 10'000h), 0U);
  EXPECT_EQ(worker.sweep(evening() + 2h), 0U) << "set right again";
  worker.clock_is_kept = true;
  EXPECT_EQ(worker.sweep(evening() + 721h), 1U);
}

TEST(SortieFolder, finishes_a_deletion_that_was_cut_short_and_takes_its_own_layers_alone) {
  const TemporaryFolder folder;
  const SortieFolder flights(folder.path());
  Sortie one, two;
  one.id = "00000000000000f1";
  two.id = "00000000000000f2";
  one.feed = two.feed = "drone";
  for (const Sortie* sortie : {&one, &two}) (void)flights.keep_coverage(*sortie, "a layer", true);
  flights.condemn(one.id);
  EXPECT_FALSE(flights.find(one.id));
  EXPECT_EQ(flights.all().size(), 1U);
  EXPECT_EQ(SortieFolder(folder.path()).finish(), 2U) << "as after a restart";
  EXPECT_EQ(flights.finish(), 0U);
  ASSERT_EQ(flights.all().size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "00000000000000f2.geojson"));
}

TEST(SortieFolder, overwrites_what_it_deletes) {
  const TemporaryFolder folder;
  const SortieFolder flights(folder.path() / "sorties");
  Sortie one;
  one.id = "00000000000000f1";
  one.feed = "drone";
  const auto layer = flights.keep_coverage(one, std::string(200'000, 'x'), true);
  std::filesystem::create_hard_link(layer, folder.path() / "same");
  flights.condemn(one.id);
  EXPECT_EQ(flights.finish(), 2U);
  EXPECT_EQ(file_text(folder.path() / "same"), std::string(200'000, '\0'));
}

TEST(SortieFolder, clears_away_what_a_writer_left_that_was_killed) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "00000000000000f1.json.partial") << "{";
  SortieFolder(folder.path()).clear_partial();
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace nightjar
